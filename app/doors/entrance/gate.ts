import { env } from "#app/base/env.ts";

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Whether a browser's request that may change something comes from our own pages. Remix's check misses requests
 * without an Origin and resource routes, so this gate stands before it: `Sec-Fetch-Site` decides where a browser
 * sends it (Fetch Metadata, W3C), else the Origin must be ours exactly; with neither, a cookie is not enough.
 * Requests that carry no cookie prove themselves otherwise (key, signature, token) and pass.
 */
export function passesOriginGate(request: { method: string; headers: Headers }): boolean {
	if (SAFE.has(request.method.toUpperCase())) return true;
	const { headers } = request;
	const site = headers.get("sec-fetch-site");
	if (site) return site === "same-origin" || (site === "none" && !headers.get("origin"));
	const origin = headers.get("origin");
	if (origin) return origin === new URL(env().publicUrl).origin;
	return !headers.has("cookie");
}
