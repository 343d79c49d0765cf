import { createHmac } from "node:crypto";
import { createCookie } from "@remix-run/node";
import { env } from "#app/base/env.ts";
import { equalSecrets, newToken } from "#app/base/tokens.ts";
import { addressBucket, giveBackRate, type RateName, takeRate } from "#app/doors/rates/rate-limit.ts";

/**
 * Throttles guessing at sign-in: by address, by account and address, and by account from everywhere. The last would
 * let a stranger lock the owner out, so a browser that signed in to the account before counts by itself instead
 * (OWASP, "Device cookies"). Throws 429. Returns how to take the calls back, once the password proved right.
 */
export async function takeGuess(request: Request, email: string, ip: string | undefined): Promise<() => Promise<void>> {
	const device = await knownDevice(request, email);
	const address = addressBucket(ip);
	const buckets: [string, RateName][] = device
		? [[`device:${device}`, "sign-in-account"]]
		: [
				[address, "sign-in-address"],
				[`${email}|${address}`, "sign-in-account"],
				[email, "sign-in-everywhere"],
			];
	for (const [bucket, rate] of buckets) await takeRate(bucket, rate);
	return async () => {
		for (const [bucket, rate] of buckets) await giveBackRate(bucket, rate);
	};
}

/** The Set-Cookie value that makes this browser known for an account. It opens nothing; it only counts apart. */
export function deviceCookieFor(email: string): Promise<string> {
	const device = newToken();
	return deviceCookie().serialize(`${device}.${proof(email, device)}`);
}

async function knownDevice(request: Request, email: string): Promise<string | undefined> {
	const value: unknown = await deviceCookie().parse(request.headers.get("cookie"));
	const [device, given] = typeof value === "string" ? value.split(".") : [];
	return device && given && equalSecrets(given, proof(email, device)) ? device : undefined;
}

function proof(email: string, device: string): string {
	return createHmac("sha256", `device ${env().SECRET_KEY}`).update(`${email}\n${device}`).digest("base64url");
}

function deviceCookie() {
	return createCookie(env().isHttps ? "__Host-device" : "device", {
		httpOnly: true,
		secure: env().isHttps,
		sameSite: "lax",
		path: "/",
		maxAge: 400 * 86_400,
	});
}
