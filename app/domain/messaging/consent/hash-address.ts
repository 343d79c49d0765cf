import { createHmac } from "node:crypto";
import { env } from "#app/base/env.ts";
import { plainAddress } from "#app/domain/messaging/rules/address.ts";

/** No email and no number begins so. */
export const ERASED = "erased:";

/**
 * What stands on the suppression list for the address of a person who was erased (CRM-8): recognised when it comes
 * again, and not to be read, nor guessed without the installation's key (HMAC-SHA-256, RFC 2104), nor compared between
 * organisations.
 */
export function hashAddress(org: string, channel: "email" | "sms", address: string): string {
	const said = `${org}:${channel}:${plainAddress(channel, address)}`;
	return (
		ERASED + createHmac("sha256", `suppression:${env().SECRET_KEY}`).update(said).digest("base64url").toLowerCase()
	);
}
