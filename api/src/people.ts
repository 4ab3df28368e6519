import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { Id, Token } from './ids.ts'
import { Language } from './language-tag.ts'
import { codePointLength, nonEmptyText, text } from './text.ts'

export const Email = z
  .string()
  .max(254)
  .transform((value) => value.trim().toLowerCase())
  .pipe(z.email({ error: 'must be an e-mail address such as ada@example.org' }))

/** Length alone is asked for; the server also refuses the most frequent passwords. The size is checked before hashing. */
export const Password = text(256).refine((value) => codePointLength(value) >= 8, {
  error: 'must have at least 8 characters; 15 or more are better',
})

export const Person = z
  .object({
    id: Id,
    name: z.string(),
    email: z.string().nullable(),
    languages: z.array(z.string()).meta({ description: 'That they say they know, BCP 47 tags' }),
  })
  .meta({ id: 'Person' })

export const editPerson = endpoint({
  method: 'PATCH',
  path: '/person',
  tag: 'accounts',
  summary: 'Change your name, or say which languages you know',
  policy: { who: 'person' },
  body: z
    .strictObject({
      name: nonEmptyText(100).optional(),
      languages: z
        .array(Language)
        .max(50)
        .transform((tags) => [...new Set(tags)])
        .optional()
        .meta({ description: 'Some projects are only for people who know their language' }),
    })
    .refine((body) => Object.keys(body).length > 0, { error: 'must have a name, or languages' }),
  status: 200,
  response: Person,
})

export const addCredentials = endpoint({
  method: 'PUT',
  path: '/person/credentials',
  tag: 'accounts',
  summary: 'Add e-mail and password, when you came by a link and have neither',
  description: 'What you have done stays yours: you can sign in to it from anywhere.',
  policy: { who: 'person' },
  body: z.strictObject({ email: Email, password: Password }),
  status: 200,
  response: Person,
  errors: ['conflict', 'rate_limited'],
})

export const changePassword = endpoint({
  method: 'PUT',
  path: '/person/password',
  tag: 'accounts',
  summary: 'Change your password; all other sessions end',
  policy: { who: 'person' },
  body: z.strictObject({ current_password: z.string().max(1024), new_password: Password }),
  status: 204,
  errors: ['wrong_credentials', 'rate_limited'],
})

export const requestPasswordReset = endpoint({
  method: 'POST',
  path: '/password-resets',
  tag: 'accounts',
  summary: 'Ask for a link to set a new password',
  description:
    'The answer is the same whether or not the address is known. The link is mailed when SMTP is configured, and printed on the console of the service when it is not.',
  policy: { who: 'none' },
  body: z.strictObject({ email: text(254) }),
  status: 202,
  errors: ['rate_limited'],
})

export const completePasswordReset = endpoint({
  method: 'PUT',
  path: '/password-resets',
  tag: 'accounts',
  summary: 'Set a new password with the link; all sessions end',
  policy: { who: 'none' },
  body: z.strictObject({ token: Token, password: Password }),
  status: 204,
  errors: ['link_expired', 'rate_limited'],
})
