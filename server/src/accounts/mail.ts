import type { FastifyBaseLogger } from 'fastify'
import type { Config } from '../config.ts'

export type Mail = { to: string; subject: string; text: string }

/** Sends a mail, or puts it on the console where no mail server is configured. */
export type Mailer = { send: (mail: Mail) => Promise<void> }

/** `print` writes to the operator's console, which is not the log: logs are kept and shipped, links are secrets. */
export async function createMailer(
  config: Config,
  log: FastifyBaseLogger,
  print: (text: string) => void,
): Promise<Mailer> {
  if (!config.smtpUrl) {
    return {
      send: async (mail) =>
        print(`\nMail for ${mail.to} (no SMTP_URL is set, so it is printed here)\n${mail.subject}\n\n${mail.text}\n`),
    }
  }
  // As large as all of Whisker's own code in memory, and many never send a mail.
  const { default: nodemailer } = await import('nodemailer')
  const transport = nodemailer.createTransport(config.smtpUrl, { from: config.smtpFrom })
  return {
    send: async (mail) => {
      try {
        await transport.sendMail(mail)
      } catch (error) {
        // What the mail server says often repeats the address.
        const { code, responseCode } = error as { code?: string; responseCode?: number }
        log.error({ code, status: responseCode }, 'a mail could not be sent; check SMTP_URL')
      }
    },
  }
}
