import { z } from "zod";
import { env } from "#app/base/env.ts";
import { getOrganisationStatus } from "#app/domain/analytics/system-status.ts";
import { endpoint } from "#app/doors/api/endpoint.ts";
import { instantOut } from "#app/doors/api/endpoint-schema.ts";
import { providerStatus } from "#app/doors/api/endpoint-status.ts";

const Switch = z.object({
	environment: z.boolean().describe("ALLOW_*_SENDING of the process"),
	organisation: z.boolean().describe("The organisation's own switch"),
	sends: z.boolean().describe("Both, or what waits is held"),
});

export const showSystemStatus = endpoint({
	method: "GET",
	path: "/api/system/status",
	summary: "Show what is switched on and what waits",
	permission: "system.view",
	input: z.object({}),
	output: z.object({
		status: z.enum(["ok", "attention"]).describe("attention: a shop fails, or a message failed or is uncertain"),
		now: instantOut,
		demoMode: z.boolean().describe("Only allow-listed addresses are written to"),
		sending: z.object({ email: Switch, sms: Switch, webhook: Switch }),
		providers: z.object({
			email: z.boolean().describe("Whether SMTP_URL names a server"),
			sms: z.boolean().describe("Whether Twilio is set up"),
			models: z
				.array(z.object({ provider: z.string(), model: z.string(), state: z.enum(["closed", "open", "trying"]) }))
				.describe("In the order in which they are asked; `open` rests after failures. Rules answer when none does."),
		}),
		outbox: z.object({
			held: z.number().int(),
			queued: z.number().int(),
			failed: z.number().int(),
			uncertain: z.number().int(),
		}),
		shops: z.array(
			z.object({
				id: z.uuid(),
				name: z.string(),
				enabled: z.boolean(),
				polledAt: instantOut.nullable(),
				failingSince: instantOut.nullable(),
			}),
		),
	}),
	async run(ctx) {
		const { sending, outbox, shops } = await getOrganisationStatus(ctx);
		const allowed = env();
		const both = (environment: boolean, organisation: boolean) => ({
			environment,
			organisation,
			sends: environment && organisation,
		});
		const failing = shops.some((shop) => shop.enabled && shop.failingSince) || outbox.failed + outbox.uncertain > 0;
		return {
			status: failing ? "attention" : "ok",
			now: ctx.now,
			demoMode: allowed.DEMO_MODE,
			sending: {
				email: both(allowed.ALLOW_EMAIL_SENDING, sending.email),
				sms: both(allowed.ALLOW_SMS_SENDING, sending.sms),
				webhook: both(allowed.ALLOW_WEBHOOK_SENDING, sending.webhook),
			},
			providers: providerStatus(),
			outbox,
			shops,
		};
	},
});
