import { randomUUID } from "node:crypto";
import { expect, vi } from "vitest";
import { signDelivery } from "../../scripts/demo/shop-deliveries.ts";

/** A system that may post figures of accounts, and what it knows to sign with. */
export type MadeHook = { path: string; secret: string };

/** Lets a system post, and posts an account that is here and one that is not; answers where that is shown. */
export async function makeHookPages(base: string, headers: Record<string, string>): Promise<string[]> {
	const body = new URLSearchParams({ name: "Pages" });
	const answer = await fetch(`${base}/settings/account-hooks`, { method: "POST", headers, body });
	expect(answer.status).toBe(200);
	const hook = readHook(await answer.text());
	const accounts = await fetch(`${base}/api/crm/accounts?limit=1`, { headers });
	const { id } = (await accounts.json()).data[0] as { id: string };
	await postFigures(base, hook, [
		{ account: { id }, health: 61 },
		{ account: "Nobody", health: 1 },
	]);
	const shown = async () => (await fetch(base + hook.path, { headers })).text();
	await vi.waitUntil(async () => (await shown()).includes("1 refused"), { timeout: 30_000, interval: 300 });
	return [hook.path, `${hook.path}/removal`];
}

/** From the page on which a secret was just made. */
function readHook(page: string): MadeHook {
	const [path = ""] = /\/settings\/account-hooks\/[\w-]{36}/.exec(page) ?? [];
	const [secret = ""] = /whsec_[\w+/=]+/.exec(page) ?? [];
	return { path, secret };
}

/** Posts what a system knows of accounts, signed as its page says. */
export async function postFigures(base: string, { path, secret }: MadeHook, told: unknown): Promise<void> {
	const body = JSON.stringify(told);
	const to = `${base}/hooks/accounts/${path.split("/").at(-1)}`;
	const signed = signDelivery(body, secret, new Date(), randomUUID());
	expect((await fetch(to, { method: "POST", headers: signed, body })).status).toBe(202);
}
