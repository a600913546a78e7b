import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { onSomePort } from "../../src/sandbox/postgres.ts";
import { endRedis, runRedis } from "./redis-server.ts";
import { findRedisServer } from "./requirements.ts";

export interface TlsRedisServer {
  url: string;
  /** The file of the certificate that the server has signed itself. */
  certificate: string;
  stop(): Promise<void>;
}

/** Whether a Redis server that speaks TLS, and a certificate for it, can be had here; says so where not. */
export function canServeTls(): boolean {
  if (!findRedisServer()) return false;
  const { stdout, stderr } = spawnSync("redis-server", ["--tls-port", "notaport", "--port", "0"]);
  const speaksTls = !/Bad directive|unknown/i.test(`${String(stdout)}${String(stderr)}`);
  const signs = spawnSync("openssl", ["version"]).status === 0;
  if (speaksTls && signs) return true;
  process.stderr.write("\n  SKIPPED: rediss:// needs a redis-server built with TLS, and openssl\n\n");
  return false;
}

/** A real Redis server that takes TLS alone. */
export async function startTlsRedis(): Promise<TlsRedisServer> {
  const folder = await mkdtemp(path.join(tmpdir(), "tls-redis-"));
  const [key, certificate] = [path.join(folder, "key.pem"), path.join(folder, "certificate.pem")];
  sign(key, certificate);
  const files = { "tls-cert-file": certificate, "tls-key-file": key, "tls-auth-clients": "no" };
  return onSomePort(async (port) => {
    const server = await runRedis({ port: 0, "tls-port": port, dir: folder, ...files });
    return {
      url: `rediss://127.0.0.1:${port}`,
      certificate,
      async stop() {
        await endRedis(server);
        await rm(folder, { recursive: true, force: true });
      },
    };
  });
}

function sign(key: string, certificate: string): void {
  const subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"];
  const files = ["-keyout", key, "-out", certificate];
  const args = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", ...subject, ...files];
  const { status, stderr } = spawnSync("openssl", args);
  if (status !== 0) throw new Error(`openssl could not sign: ${String(stderr)}`);
}
