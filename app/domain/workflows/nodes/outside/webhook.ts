import { z } from "zod";
import { Condition } from "#app/domain/workflows/nodes/condition.ts";
import { defineNode, StepFailure, type Work } from "#app/domain/workflows/nodes/node-type.ts";
import { needed } from "#app/domain/workflows/nodes/texts.ts";
import { evaluate } from "#app/domain/workflows/rules/expressions.ts";
import { assertTaken, readAnswer, send } from "./request.ts";
import { withoutSecretsInText, withoutSecretsInUrl } from "./secret-texts.ts";
import { signWebhook } from "./webhook-signature.ts";

type Settings = { url: string; data: string };

const sample = { status: 200, headers: {}, body: {} };

/**
 * Posts JSON to another system, signed (FLOW-1), as Standard Webhooks has it
 * (https://github.com/standard-webhooks/standard-webhooks): the receiver knows by the signature that it is from here, and
 * by the id, which is the idempotency key too, what it has taken already.
 */
export const webhook = defineNode<Settings>({
	type: "webhook",
	label: "Send a webhook",
	group: "outside",
	hint: "Posts JSON to another system, signed.",
	settings: z.strictObject({
		url: needed("write the address", 4_000).refine(
			(url) => url.includes("{{") || /^https?:\/\//i.test(url),
			"begin the address with https://",
		),
		data: Condition,
	}),
	fields: [
		{ name: "url", label: "Address", kind: "text", help: "May hold {{ expressions }}." },
		{
			name: "data",
			label: "What is sent",
			kind: "expression",
			isOptional: true,
			help: 'Such as {"name": trigger.name}. Empty: what began the run.',
		},
	],
	expressions: ["data"],
	ports: () => ["next"],
	canFail: true,
	shown: (settings) => ({
		...settings,
		url: withoutSecretsInUrl(settings.url),
		data: withoutSecretsInText(settings.data),
	}),
	call: async (outside, work) => {
		const { settings, key, now, timeoutMs, run } = work;
		if (!URL.canParse(settings.url)) throw new StepFailure(`“${withoutSecretsInUrl(settings.url)}” is no address.`);
		const body = JSON.stringify({ type: "workflow.step", workflow: run.workflow, run: run.id, data: dataOf(work) });
		const signature = signWebhook(outside, run.workflow.id, { id: key, at: now, body });
		const headers = { "content-type": "application/json", "idempotency-key": key, "user-agent": "Perigee" };
		const answer = await send(outside, settings.url, {
			method: "POST",
			headers: { ...headers, ...signature },
			body,
			timeoutMs,
		});
		assertTaken(answer, settings.url);
		return { output: readAnswer(answer) };
	},
	preview: (work) => ({
		effect: `Would post to ${withoutSecretsInUrl(work.settings.url)}: ${withoutSecretsInText(JSON.stringify(dataOf(work))).slice(0, 300)}`,
		output: sample,
	}),
	sample,
});

const dataOf = ({ settings, data }: Work<Settings>): unknown =>
	settings.data.trim() === "" ? data.trigger : evaluate(settings.data, data);
