import { randomBytes } from "node:crypto";

/** A fresh nonce for one page's scripts. */
export const newNonce = () => randomBytes(16).toString("base64url");

/**
 * The headers every answer bears. The policy admits our own scripts by nonce, styles likewise, no frames and no
 * foreign form targets (CSP level 3); pages of people are never kept by caches on the way.
 */
export function securityHeaders(nonce: string, isHttps: boolean): Record<string, string> {
	const policy = [
		"default-src 'self'",
		`script-src 'self' 'nonce-${nonce}'`,
		`style-src 'self' 'nonce-${nonce}'`,
		"img-src 'self' data:",
		"font-src 'self'",
		"connect-src 'self'",
		"object-src 'none'",
		"base-uri 'none'",
		"form-action 'self'",
		"frame-ancestors 'none'",
		...(isHttps ? ["upgrade-insecure-requests"] : []),
	].join("; ");
	return {
		"Content-Security-Policy": policy,
		"X-Content-Type-Options": "nosniff",
		"X-Frame-Options": "DENY",
		"Referrer-Policy": "same-origin",
		"Cross-Origin-Opener-Policy": "same-origin",
		"Permissions-Policy": "camera=(), geolocation=(), microphone=(self)",
		...(isHttps ? { "Strict-Transport-Security": "max-age=31536000; includeSubDomains" } : {}),
	};
}
