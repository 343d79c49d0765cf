import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { openShop } from "#app/providers/shop/open.ts";
import { ShopError, type ShopSystem } from "#app/providers/shop/port.ts";
import { type ShopStandin, startShopStandin } from "../../../scripts/demo/shop-standin.ts";

// A shop stand-in and the adapter to it, for the file that imports this.

export const apiKey = "sm_key_for_tests";
export let standin: ShopStandin;
export let shop: ShopSystem;

/** Call it once at the top of a file: what it opens is that file's own. */
export function openShopmonkey(): void {
	beforeAll(async () => {
		standin = await startShopStandin({ apiKey, webhookSecret: "secret", now: () => new Date("2026-11-21T12:00:00Z") });
		shop = open();
	});
	afterEach(() => standin.setFault(null));
	afterAll(() => standin.stop());
}

/** The adapter to the stand-in, with other settings where they are given. */
export function open(change: { apiKey?: string; timeoutMs?: number; allowPrivate?: boolean; baseUrl?: string } = {}) {
	const settings = { kind: "shopmonkey", baseUrl: standin.url, apiKey, webhookSecret: "secret" } as const;
	return openShop({ ...settings, allowPrivate: true, ...change });
}

/** How a call went wrong. */
export async function problemOf(call: Promise<unknown>): Promise<ShopError> {
	const problem = await call.then(
		() => new Error("it went well"),
		(error: unknown) => error,
	);
	expect(problem).toBeInstanceOf(ShopError);
	return problem as ShopError;
}
