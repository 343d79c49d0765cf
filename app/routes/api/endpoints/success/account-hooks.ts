import { z } from "zod";
import { getHook, type HookLine, listHooks } from "#app/domain/success/webhook/hook-queries.ts";
import { changeSecret, createHook, removeFormerSecret, removeHook } from "#app/domain/success/webhook/hooks.ts";
import { HookName } from "#app/domain/success/webhook/schema.ts";
import { endpoint } from "#app/doors/api/endpoint.ts";
import { instantOut } from "#app/doors/api/endpoint-schema.ts";
import { accountHookAddress } from "#app/doors/hooks/account-intake.ts";

const path = "/api/account-hooks";
const Id = z.object({ id: z.uuid() });

const Hook = z.object({
	...{ id: z.uuid(), name: z.string() },
	address: z.string().describe("Where the system posts to"),
	hasFormerSecret: z.boolean().describe("Whether a former secret holds beside the newest"),
	signatureFailures: z.number().int().describe("How many deliveries were signed wrongly"),
	...{ signatureFailedAt: instantOut.nullable(), createdBy: z.string(), createdAt: instantOut },
	lastAt: instantOut.nullable().describe("When it posted last"),
});

const Secret = z
	.string()
	.nullable()
	.describe("Told once, and kept encrypted. Null where an Idempotency-Key comes again: change it if it was lost");
/** Only who may manage them, and has confirmed their address, as on the pages. */
const MANAGED = { permission: "account-hooks.manage", verified: true } as const;

const shown = (hook: HookLine) => ({ ...hook, address: accountHookAddress(hook.id) });

/** Systems that may post what they know of accounts (SUCCESS-1): by the same commands as their pages. */
export const accountHookEndpoints = {
	list: endpoint({
		method: "GET",
		path,
		summary: "List the systems that may post figures of accounts",
		description: "All of them, by name; an organisation has 50 at most. Secrets are never shown again.",
		permission: "account-hooks.view",
		input: z.object({}),
		output: z.object({ data: z.array(Hook), next: z.null() }),
		run: async (ctx) => ({ data: (await listHooks(ctx)).map(shown), next: null }),
	}),
	create: endpoint({
		method: "POST",
		path,
		summary: "Let a system post figures of accounts",
		description:
			"It posts to `address`, each delivery signed with `secret` as Standard Webhooks are; /settings/account-hooks has an example.",
		...MANAGED,
		secrets: ["secret"],
		status: 201,
		input: z.strictObject(HookName.shape),
		output: z.object({ id: z.uuid(), name: z.string(), address: z.string(), secret: Secret }),
		async run(ctx, { name }) {
			const { id, secret } = await createHook(ctx, { name });
			return { id, name, address: accountHookAddress(id), secret };
		},
	}),
	show: endpoint({
		method: "GET",
		path: `${path}/{id}`,
		summary: "Show a system that may post figures of accounts",
		permission: "account-hooks.view",
		input: Id,
		output: Hook,
		run: async (ctx, { id }) => shown(await getHook(ctx, id)),
	}),
	rotate: endpoint({
		method: "POST",
		path: `${path}/{id}/secret`,
		summary: "Give a system a new secret",
		description:
			"The one that it uses now holds beside the new one until it is removed, so that no delivery is lost. Asked twice, the new " +
			"one alone is replaced.",
		...MANAGED,
		secrets: ["secret"],
		status: 201,
		input: z.strictObject(Id.shape),
		output: z.object({ id: z.uuid(), secret: Secret }),
		run: async (ctx, { id }) => ({ id, ...(await changeSecret(ctx, id)) }),
	}),
	settle: endpoint({
		method: "DELETE",
		path: `${path}/{id}/former-secret`,
		summary: "Stop taking a system's former secret",
		description: "From then on only the newest holds. Where there is no former one nothing changes.",
		...MANAGED,
		input: Id,
		output: z.object({ id: z.uuid(), hasFormerSecret: z.literal(false) }),
		async run(ctx, { id }) {
			await removeFormerSecret(ctx, id);
			return { id, hasFormerSecret: false as const };
		},
	}),
	remove: endpoint({
		method: "DELETE",
		path: `${path}/{id}`,
		summary: "Let a system post no longer",
		description: "Its secret and the record of its deliveries go. What it told of accounts stays.",
		...MANAGED,
		input: Id,
		output: z.object({ id: z.uuid(), deleted: z.literal(true) }),
		async run(ctx, { id }) {
			await removeHook(ctx, id);
			return { id, deleted: true as const };
		},
	}),
};
