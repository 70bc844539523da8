import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** A key and the certificate for it, in PEM. */
export type Identity = { key: string; cert: string };

/** Who signs certificates, each for one host or address: `cert` is what a client has to trust. */
type Authority = { cert: string; issue: (host: string) => Identity };

const DAY = 86_400_000;

/** An authority of this process alone: nothing is kept, so nothing can expire. */
export function createAuthority(name: string): Authority {
  const own = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const issue = (host: string): Identity => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const cert = certify({ issuer: name, signer: own.privateKey, subject: host, publicKey, names: [host] });
    return { key: exportKey(privateKey), cert };
  };
  const cert = certify({ issuer: name, signer: own.privateKey, subject: name, publicKey: own.publicKey });
  return { cert, issue };
}

/** A certificate that no authority stands behind. */
export function createSelfSigned(names: string[]): Identity {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = names[0] ?? '';
  const cert = certify({ issuer: name, signer: privateKey, subject: name, publicKey, names });
  return { key: exportKey(privateKey), cert };
}

function exportKey(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}

type Order = {
  issuer: string;
  signer: KeyObject;
  subject: string;
  publicKey: KeyObject;
  /** Without names it is the certificate of an authority. */
  names?: string[];
};

// Node makes keys and signatures, but no certificates. Source: RFC 5280, section 4.1, in the DER of X.690.
function certify({ issuer, signer, subject, publicKey, names }: Order): string {
  const algorithm = sequence(objectId('1.2.840.10045.4.3.2'));
  const extension =
    names === undefined
      ? sequence(objectId('2.5.29.19'), TRUE, tag(0x04, sequence(TRUE)))
      : sequence(objectId('2.5.29.17'), tag(0x04, sequence(...names.map(alternativeName))));
  const toBeSigned = sequence(
    tag(0xa0, tag(0x02, Buffer.from([2]))),
    tag(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    commonName(issuer),
    sequence(time(Date.now() - DAY), time(Date.now() + DAY)),
    commonName(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    tag(0xa3, sequence(extension)),
  );
  const signature = tag(0x03, Buffer.from([0]), sign('sha256', toBeSigned, signer));
  const lines =
    sequence(toBeSigned, algorithm, signature)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

const TRUE = Buffer.from([0x01, 0x01, 0xff]);

function tag(type: number, ...contents: Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([type, ...size]), content]);
}

function sequence(...contents: Buffer[]): Buffer {
  return tag(0x30, ...contents);
}

function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = rest.flatMap((part) => {
    const septets = [part & 0x7f];
    for (let left = part >> 7; left > 0; left >>= 7) septets.unshift((left & 0x7f) | 0x80);
    return septets;
  });
  return tag(0x06, Buffer.from([first * 40 + second, ...bytes]));
}

function commonName(name: string): Buffer {
  return sequence(tag(0x31, sequence(objectId('2.5.4.3'), tag(0x0c, Buffer.from(name)))));
}

function time(milliseconds: number): Buffer {
  const digits = new Date(milliseconds).toISOString().replace(/\.\d+|[-:T]/g, '');
  return tag(0x17, Buffer.from(digits.slice(2)));
}

function alternativeName(name: string): Buffer {
  const address = /^\d+(\.\d+){3}$/.test(name);
  return address ? tag(0x87, Buffer.from(name.split('.').map(Number))) : tag(0x82, Buffer.from(name));
}
