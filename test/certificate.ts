import { generateKeyPairSync, sign } from 'node:crypto';

/** What a TLS server of Node takes; the certificate also serves as the authority that a client trusts. */
export type Certificate = { key: string; cert: string };

const DAY = 24 * 60 * 60 * 1000;

/** A certificate for `hosts`, names or IPv4 addresses, signed with its own key. Source: RFC 5280. */
export function createCertificate(
  hosts: readonly string[],
  { from = Date.now() - DAY, to = Date.now() + DAY }: { from?: number; to?: number } = {},
): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = sequence(put(0x31, sequence(identify('2.5.4.3'), put(0x0c, Buffer.from('Test')))));
  const algorithm = sequence(identify('1.2.840.10045.4.3.2'));
  const names = sequence(...hosts.map(nameHost));
  const signed = sequence(
    put(0xa0, put(0x02, Buffer.from([2]))),
    put(0x02, Buffer.from([1])),
    algorithm,
    name,
    sequence(tellTime(from), tellTime(to)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    put(0xa3, sequence(sequence(identify('2.5.29.17'), put(0x04, names)))),
  );
  const signature = Buffer.concat([Buffer.from([0]), sign('sha256', signed, privateKey)]);
  const der = sequence(signed, algorithm, put(0x03, signature));
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replace(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----\n`,
  };
}

/** One element of DER: what it is, how long, and its content. */
function put(tag: number, ...content: Buffer[]): Buffer {
  const bytes = Buffer.concat(content);
  const { length } = bytes;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), bytes]);
}

function sequence(...content: Buffer[]): Buffer {
  return put(0x30, ...content);
}

function identify(oid: string): Buffer {
  const [first = 0, second = 0, ...rest] = oid.split('.').map(Number);
  const bytes = rest.flatMap((part) => {
    const groups = [part & 0x7f];
    for (let left = part >> 7; left > 0; left >>= 7) groups.unshift((left & 0x7f) | 0x80);
    return groups;
  });
  return put(0x06, Buffer.from([first * 40 + second, ...bytes]));
}

function tellTime(time: number): Buffer {
  return put(
    0x17,
    Buffer.from(
      `${new Date(time)
        .toISOString()
        .replace(/[-:T]|\.\d+/g, '')
        .slice(2)}`,
    ),
  );
}

function nameHost(host: string): Buffer {
  return /^[\d.]+$/.test(host) ? put(0x87, Buffer.from(host.split('.').map(Number))) : put(0x82, Buffer.from(host));
}
