import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from "node:crypto";
import { env } from "./env.ts";

const ALGORITHM = "aes-256-gcm";
const NONCE_BYTES = 12;
// Node accepts tags of 4 bytes unless told the length; a short tag can be forged.
const TAG_BYTES = 16;

/**
 * Encrypts a secret for storage (AES-256-GCM, NIST SP 800-38D). `boundTo` names the row it belongs to and is
 * authenticated with it, so that a ciphertext copied to another row does not open. The text carries its key's id.
 */
export function seal(plain: string, boundTo: string): string {
	const { id, key } = sealingKey();
	const nonce = randomBytes(NONCE_BYTES);
	const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
	cipher.setAAD(Buffer.from(boundTo));
	const body = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
	return ["v1", id, Buffer.concat([nonce, body, cipher.getAuthTag()]).toString("base64url")].join(".");
}

/** Opens what `seal` made for the same row. Throws when the key, the row or a single bit differs. */
export function unseal(sealed: string, boundTo: string): string {
	const [version, keyId, encoded] = sealed.split(".");
	const { id, key } = sealingKey();
	if (version !== "v1" || !encoded) throw new Error("not a sealed secret");
	if (keyId !== id)
		throw new Error(`this secret was sealed with another key (${keyId}); set the SECRET_KEY it was made with`);
	const bytes = Buffer.from(encoded, "base64url");
	const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
	decipher.setAAD(Buffer.from(boundTo));
	decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
	return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]).toString("utf8");
}

let known: { secret: string; id: string; key: Buffer } | undefined;

function sealingKey(): { id: string; key: Buffer } {
	const secret = env().SECRET_KEY;
	if (!secret) throw new Error("SECRET_KEY is not set");
	if (known?.secret !== secret) {
		const key = Buffer.from(hkdfSync("sha256", secret, "perigee", "seal", 32));
		known = { secret, key, id: createHash("sha256").update(key).digest("hex").slice(0, 8) };
	}
	return known;
}
