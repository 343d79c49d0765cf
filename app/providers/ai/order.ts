import { createHash, randomUUID } from "node:crypto";

export type PurposeConfig = {
	/** Provider names, the first asked first; `rules` ends the list. */
	order?: string[];
	/** Shares of requests that go first to one provider or another; the rest of the order stays as fallback. */
	split?: { provider: string; share: number }[];
	maxTokens?: number;
};

export type OrderConfig = { order: string[]; purposes?: Record<string, PurposeConfig> };

/** The providers to ask for a purpose, in order. A split goes by purpose and key: the same key, the same provider. */
export function orderFor(config: OrderConfig, purpose: string, splitKey: string | undefined): string[] {
	const own = purposeOf(config, purpose);
	const order = upToRules(own?.order ?? config.order);
	if (!own?.split?.length || order.length === 0) return order;
	const first = draw(own.split, `${purpose}\0${splitKey ?? randomUUID()}`);
	const others = own.split.map(({ provider }) => provider);
	return [...new Set([first, ...order, ...others])];
}

export function purposeOf(config: OrderConfig, purpose: string): PurposeConfig | undefined {
	const { purposes } = config;
	return purposes && Object.hasOwn(purposes, purpose) ? purposes[purpose] : undefined;
}

/** Throws for a name that no provider has, so that a typing error shows at start and not as a silent fallback. */
export function checkOrder(config: OrderConfig, names: ReadonlySet<string>): void {
	const used = [config, ...Object.values(config.purposes ?? {})].flatMap((one) => [
		...(one.order ?? []),
		...("split" in one ? (one.split ?? []).map(({ provider }) => provider) : []),
	]);
	const unknown = used.find((name) => name !== "rules" && !names.has(name));
	if (unknown !== undefined) throw new Error(`No AI provider is called ${JSON.stringify(unknown)}.`);
	for (const { split } of Object.values(config.purposes ?? {})) {
		if (split?.some(({ share }) => !(share >= 0)) || (split?.length && !split.some(({ share }) => share > 0))) {
			throw new Error("The shares of a split between AI providers have to be positive.");
		}
	}
}

function upToRules(order: string[]): string[] {
	const end = order.indexOf("rules");
	return end < 0 ? order : order.slice(0, end);
}

function draw(split: { provider: string; share: number }[], key: string): string {
	const total = split.reduce((sum, { share }) => sum + share, 0);
	let point = (createHash("sha256").update(key).digest().readUInt32BE(0) / 2 ** 32) * total;
	for (const { provider, share } of split) {
		if (point < share) return provider;
		point -= share;
	}
	return split[0]?.provider ?? "";
}
