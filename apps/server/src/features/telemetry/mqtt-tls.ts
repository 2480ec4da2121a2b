import { createServer, type Server, type TLSSocket } from "node:tls";

export type TlsSettings = {
  port: number;
  cert: Buffer;
  key: Buffer;
  /** Who signs certificates of devices; absent: they are not asked for. */
  clientCa: Buffer | undefined;
  /** Certificates that were withdrawn. */
  crl: Buffer | undefined;
};

/** A device without a certificate is let in to say its password; what a certificate is worth is for `certifiedName`. */
export function createSecureServer(
  { cert, key, clientCa, crl }: TlsSettings,
  handshakeTimeout: number,
  take: (socket: TLSSocket) => void,
): Server {
  const asked = clientCa && {
    requestCert: true,
    rejectUnauthorized: false,
    ca: clientCa,
    ...(crl ? { crl } : {}),
  };
  return createServer({ cert, key, handshakeTimeout, noDelay: true, ...asked }, take);
}

/** The device a certificate names (its common name); a certificate that does not hold is a problem, none at all is not. */
export function certifiedName(socket: TLSSocket): { name?: string; problem?: string } {
  const { subject } = socket.getPeerCertificate();
  // Without a certificate Node answers with an empty object, whatever its type says.
  if ((subject as typeof subject | undefined) === undefined) return {};
  if (!socket.authorized) return { problem: String(socket.authorizationError) };
  const { CN: name } = subject;
  return typeof name === "string" && name !== "" ? { name } : { problem: "names no device" };
}
