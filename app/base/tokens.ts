import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** A new unguessable token: 32 random bytes as 43 URL-safe characters. */
export function newToken(): string {
	return randomBytes(32).toString("base64url");
}

/** What is stored of a token: its SHA-256. A token has 256 random bits, so a slow hash would add nothing. */
export function hashToken(token: string): Buffer {
	return createHash("sha256").update(token).digest();
}

/** Compares two texts in time that tells nothing of where they differ, also when their lengths do. */
export function equalSecrets(left: string, right: string): boolean {
	return timingSafeEqual(hashToken(left), hashToken(right));
}
