import { createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'

/** A certificate and its key in PEM, as `https.createServer` takes them. Made anew in each run: no key is in the repository. */
export interface TestCertificate {
  cert: string
  key: string
}

const objectIds = {
  commonName: '550403',
  ecdsaWithSha256: '2a8648ce3d040302',
  subjectAltName: '551d11',
  basicConstraints: '551d13',
}

/**
 * A minimal X.509 v3 certificate (P-256), self-signed or signed by `issuer`. Node can make keys and signatures but not
 * certificates, and the openssl command is not on every machine.
 */
export function makeCertificate(options: {
  commonName: string
  dnsNames?: string[]
  ipAddresses?: string[]
  authority?: boolean
  issuer?: TestCertificate & { commonName: string }
  validFrom?: Date
  validTo?: Date
}): TestCertificate & { commonName: string } {
  const { commonName, issuer } = options
  const day = 24 * 3600 * 1000
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const signer: KeyObject = issuer ? createPrivateKey(issuer.key) : privateKey
  const algorithm = sequence(oid(objectIds.ecdsaWithSha256))
  const alternativeNames = [
    ...(options.dnsNames ?? []).map((name) => der(0x82, Buffer.from(name))),
    ...(options.ipAddresses ?? []).map((address) => der(0x87, Buffer.from(address.split('.').map(Number)))),
  ]
  const extensions = [
    sequence(
      oid(objectIds.basicConstraints),
      octets(sequence(...(options.authority ? [der(0x01, Buffer.from([0xff]))] : []))),
    ),
    ...(alternativeNames.length > 0
      ? [sequence(oid(objectIds.subjectAltName), octets(sequence(...alternativeNames)))]
      : []),
  ]
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1 + Math.floor(Math.random() * 127)])),
    algorithm,
    distinguishedName(issuer?.commonName ?? commonName),
    sequence(
      time(options.validFrom ?? new Date(Date.now() - day)),
      time(options.validTo ?? new Date(Date.now() + day)),
    ),
    distinguishedName(commonName),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...extensions)),
  )
  const signature = sign('sha256', body, signer)
  const certificate = sequence(body, algorithm, der(0x03, Buffer.concat([Buffer.from([0]), signature])))
  const base64 = certificate
    .toString('base64')
    .match(/.{1,64}/g)
    ?.join('\n')
  return {
    commonName,
    cert: `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}

function der(tag: number, content: Buffer): Buffer {
  const { length } = content
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), content])
  if (length < 0x100) return Buffer.concat([Buffer.from([tag, 0x81, length]), content])
  return Buffer.concat([Buffer.from([tag, 0x82, length >> 8, length & 0xff]), content])
}

function sequence(...parts: Buffer[]): Buffer {
  return der(0x30, Buffer.concat(parts))
}

function oid(hex: string): Buffer {
  return der(0x06, Buffer.from(hex, 'hex'))
}

function octets(content: Buffer): Buffer {
  return der(0x04, content)
}

function distinguishedName(commonName: string): Buffer {
  return sequence(der(0x31, sequence(oid(objectIds.commonName), der(0x0c, Buffer.from(commonName)))))
}

/** GeneralizedTime: 20260102030405Z. */
function time(date: Date): Buffer {
  return der(0x18, Buffer.from(`${date.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`))
}
