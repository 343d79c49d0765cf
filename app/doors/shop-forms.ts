import type { z } from "zod";
import { env } from "#app/base/env.ts";
import { invalid } from "#app/base/errors.ts";
import type { PermissionName } from "#app/domain/identity/policy.ts";
import type { ShopSettings } from "#app/domain/integrations/shops/shop-settings.ts";
import { checkOutboundUrl, OutboundError } from "#app/providers/http.ts";
import { providers } from "#app/providers/open.ts";
import { GenericMapping } from "#app/providers/shop/generic-mapping.ts";
import { ShopError, type ShopKind, type ShopLocation } from "#app/providers/shop/port.ts";
import { type Ctx, inOrg } from "#db/context.ts";
import { answerForm, type Done } from "./form.ts";
import { allowedMember, scopeOf, watched } from "./page.ts";
import type { Args } from "./request.ts";

/** One transaction of a form that needs several, with calls to the shop between them. */
export type Step = <T>(fn: (ctx: Ctx) => Promise<T>) => Promise<T>;

/**
 * The door of a signed-in form whose work asks a shop: `fn` opens its own transactions with `step` and calls out
 * between them, never inside. Otherwise as `form`.
 */
export async function shopForm<Schema extends z.ZodType>(
	args: Args,
	options: { permission: PermissionName; schema: Schema },
	fn: (input: z.output<Schema>, step: Step) => Promise<Done>,
) {
	const member = await allowedMember(args, options.permission);
	const step: Step = (work) => inOrg(scopeOf(args, member), work);
	const reply = await answerForm(args, options.schema, (input) =>
		watched(args, member, options.permission, () => fn(input, step)),
	);
	// What was typed comes back with the errors, but for the key: it is typed again, not sent out again.
	if (!(reply instanceof Response) && reply.data.result.initialValue) delete reply.data.result.initialValue.apiKey;
	return reply;
}

/**
 * Throws 422 unless a connection with these settings could be used: a mapping that is whole, an address that leads to
 * the public internet (or anywhere, where the operator allows it). Looks the name up; asks the shop nothing.
 */
export async function checkShopSettings(settings: {
	kind: ShopKind;
	baseUrl: string;
	apiKey: string;
	mapping: unknown;
}): Promise<void> {
	const { kind, baseUrl, mapping } = settings;
	const read = kind === "generic" ? GenericMapping.safeParse(mapping ?? {}) : undefined;
	if (read?.success === false) {
		const lines = read.error.issues
			.slice(0, 5)
			.map((issue) => `${issue.path.join(".") || "The mapping"}: ${issue.message}.`);
		throw invalid("The mapping is not whole.", { mapping: lines });
	}
	try {
		// Opened only to hear what is wrong with address or key.
		providers().shop({ kind, baseUrl, mapping, apiKey: settings.apiKey || "kept", webhookSecret: "unused" });
		await checkOutboundUrl(baseUrl, { allowPrivate: env().ALLOW_PRIVATE_TARGETS });
	} catch (error) {
		if (!(error instanceof ShopError || error instanceof OutboundError)) throw error;
		const field = /API key/.test(error.message) ? "apiKey" : "baseUrl";
		throw invalid(error.message, { [field]: [error.message] });
	}
}

/** Asks the shop for its locations: the proof that address and key are right. Throws 422 with the shop's reason. */
export async function askForLocations(settings: ShopSettings): Promise<ShopLocation[]> {
	try {
		return await providers().shop(settings).listLocations();
	} catch (error) {
		if (error instanceof ShopError) throw invalid(`The connection does not work: ${error.message}.`);
		throw error;
	}
}

/** Where a shop sends its webhooks. */
export function webhookAddress(connectionId: string): string {
	return `${env().publicUrl}/hooks/shop/${connectionId}`;
}
