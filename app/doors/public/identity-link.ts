import { notFound } from "#app/base/errors.ts";
import { hashToken } from "#app/base/tokens.ts";
import { addressBucket, takeRate } from "#app/doors/rates/rate-limit.ts";
import { type Args, visitOf } from "#app/doors/request.ts";

/**
 * The token of a link about identity (verification, reset, invitation) from its path. Throws 404 for what cannot be
 * one; use is throttled by token and by address, so that neither guessing nor hammering gets far.
 */
export async function openIdentityLink(args: Args): Promise<string> {
	const token = args.params?.token;
	if (!token || !/^[\w-]{43}$/.test(token)) throw notFound("link");
	await takeRate(`identity:${hashToken(token).toString("base64url").slice(0, 22)}`, "public-token");
	await takeRate(`identity:${addressBucket(visitOf(args).ip)}`, "address");
	return token;
}
