import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { Redis } from "ioredis";
import { freePort } from "../../src/sandbox/free-port.ts";
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
  const port = await freePort();
  const settings = {
    port: 0,
    "tls-port": port,
    "tls-cert-file": certificate,
    "tls-key-file": key,
    "tls-auth-clients": "no",
    bind: "127.0.0.1",
    dir: folder,
    save: "",
    "maxmemory-policy": "noeviction",
  };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const server = spawn("redis-server", args, { stdio: "ignore" });
  const url = `rediss://127.0.0.1:${port}`;
  await answers(url, await readFile(certificate, "utf8"));
  return {
    url,
    certificate,
    async stop() {
      const exited = once(server, "exit");
      if (server.kill()) await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function sign(key: string, certificate: string): void {
  const subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"];
  const files = ["-keyout", key, "-out", certificate];
  const args = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", ...subject, ...files];
  const { status, stderr } = spawnSync("openssl", args);
  if (status !== 0) throw new Error(`openssl could not sign: ${String(stderr)}`);
}

async function answers(url: string, ca: string): Promise<void> {
  const redis = new Redis(url, { tls: { ca }, retryStrategy: () => 50, maxRetriesPerRequest: 200 });
  redis.on("error", () => undefined);
  await redis.ping();
  redis.disconnect();
}
