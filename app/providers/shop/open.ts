import { GenericShop } from "./generic.ts";
import { GenericMapping } from "./generic-mapping.ts";
import { SHOP_KIND_FACTS, ShopError, type ShopKind, type ShopSystem } from "./port.ts";
import { Shopmonkey } from "./shopmonkey.ts";
import { type SignatureScheme, STANDARD_WEBHOOKS } from "./signature.ts";

export type ShopConnectionSettings = {
	kind: ShopKind;
	/** The API's base with its version; the vendor's own when left out. */
	baseUrl?: string | null;
	apiKey: string;
	/** Current secret first, a former one after it while it is rotated. */
	webhookSecret: string | string[];
	/** For `generic`: a `GenericMapping`. */
	mapping?: unknown;
	/** For `shopmonkey`: where an account's webhooks are signed otherwise than Standard Webhooks. */
	signature?: Partial<SignatureScheme>;
	/** Only for a base URL the operator set himself, such as a stand-in's. */
	allowPrivate: boolean;
	/** For one call, 15 s unless told. */
	timeoutMs?: number;
};

/** The adapter for a connection. Reaches no network. Throws a `rejected` that says which setting is wrong. */
export function openShop(settings: ShopConnectionSettings): ShopSystem {
	const secrets = [settings.webhookSecret].flat();
	const connection = {
		baseUrl: baseUrlOf(settings),
		allowPrivate: settings.allowPrivate,
		timeoutMs: settings.timeoutMs ?? 15_000,
		maxBytes: 8_000_000,
	};
	if (settings.kind === "shopmonkey") {
		const headers = { authorization: headerValue(`Bearer ${settings.apiKey}`) };
		return new Shopmonkey({ ...connection, headers }, secrets, { ...STANDARD_WEBHOOKS, ...settings.signature });
	}
	const mapping = GenericMapping.safeParse(settings.mapping);
	if (!mapping.success) {
		const issue = mapping.error.issues[0];
		throw new ShopError(
			"rejected",
			`The mapping is not right at ${issue?.path.join(".") || "its start"}: ${issue?.message}`,
		);
	}
	const { header, prefix } = mapping.data.auth;
	const headers = { [header.toLowerCase()]: headerValue(prefix + settings.apiKey) };
	return new GenericShop({ ...connection, headers }, secrets, mapping.data);
}

function baseUrlOf(settings: ShopConnectionSettings): string {
	const text = settings.baseUrl || SHOP_KIND_FACTS[settings.kind].baseUrl;
	const url = text ? URL.parse(text) : null;
	if (!url || !/^https?:$/.test(url.protocol) || url.search || url.hash) {
		throw new ShopError("rejected", "The address of the shop system must begin with https:// and end with a path");
	}
	// A key must not travel in clear text over the internet; the operator's own machines are his business.
	if (url.protocol === "http:" && !settings.allowPrivate) {
		throw new ShopError("rejected", "The address of the shop system must begin with https://");
	}
	return url.href.replace(/\/+$/, "");
}

function headerValue(text: string): string {
	if (!/^[\x20-\x7e]+$/.test(text)) {
		throw new ShopError("rejected", "The API key holds characters that no key has, perhaps a line break");
	}
	return text;
}
