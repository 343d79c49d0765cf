import { z } from "zod";
import { newId } from "#app/base/ids.ts";
import { MOST_TEXT } from "../../approvals/schema.ts";
import { defineNode, type Woken } from "../node-type.ts";
import { optional } from "../texts.ts";

type Settings = {
	title: string;
	details: string;
	text: string;
	needed: number;
	role: "user" | "manager" | "admin";
	days: number;
};

const sample = { decision: "approved", votes: [] };
const sampleWithText = { ...sample, text: "Hello Ann, …", original: "Hello Ann, …", changedBy: "Bo Berg" };

/** Asks people whether it goes on: so many yes are needed, one no is enough (FLOW-1). */
export const approval = defineNode<Settings>({
	type: "approval",
	label: "Approval",
	group: "people",
	hint: "Waits until somebody says yes or no.",
	settings: z.strictObject({
		title: z.string("say what is to be approved").trim().min(1, "say what is to be approved").max(200),
		details: z.string().max(10_000).default(""),
		text: optional(MOST_TEXT).default(""),
		needed: z.coerce.number().int().min(1).max(20).default(1),
		role: z.enum(["user", "manager", "admin"]).default("manager"),
		days: z.coerce.number().min(0).max(400).default(0),
	}),
	fields: [
		{ name: "title", label: "What is to be approved", kind: "text" },
		{ name: "details", label: "Details", kind: "lines", isOptional: true, help: "May hold {{ expressions }}." },
		{
			name: "text",
			label: "What may be changed",
			kind: "lines",
			isOptional: true,
			help: "A text such as {{ steps.draft.answer }}. Whoever decides may change it before; steps after this one read it as steps.<this step's id>.text, and the first one as .original.",
		},
		{ name: "needed", label: "How many must say yes", kind: "number" },
		{
			name: "role",
			label: "Who may decide",
			kind: "choice",
			choices: [
				{ value: "user", label: "Any member" },
				{ value: "manager", label: "Managers and above" },
				{ value: "admin", label: "Administrators and above" },
			],
		},
		{ name: "days", label: "At most (days)", kind: "number", isOptional: true, help: "0: without end." },
	],
	ports: () => ["approved", "declined", "late"],
	canFail: true,
	act: async (ctx, { settings, node, run, stepId, now }) => {
		const { title, details, needed, role, days } = settings;
		const text = hasText(node.settings) ? settings.text.replaceAll("\r\n", "\n") : null;
		const until = days > 0 ? new Date(now.getTime() + days * 86_400_000) : undefined;
		const id = newId();
		await ctx.db
			.insertInto("approvals")
			.values({
				org_id: ctx.org,
				id,
				run_id: run.id,
				step_id: stepId,
				title,
				details,
				text,
				original_text: text,
				needed,
				least_role: role,
				due_at: until ?? null,
				created_at: ctx.now,
			})
			.execute();
		await ctx.record({
			name: "approval.asked",
			subject: { type: "approval", id },
			parent: { type: "workflow", id: run.workflow.id },
			data: { title, run: run.id },
		});
		return { wait: { for: "person", ...(until ? { until } : {}) }, output: { approval: id } };
	},
	preview: ({ settings, node }) => ({
		effect: `Would ask for an approval: “${settings.title}”. Goes on as if it was given.`,
		port: "approved",
		output: { ...sample, ...unchanged(settings, node.settings) },
	}),
	sample,
	sampleOf: (settings) => (hasText(settings) ? sampleWithText : sample),
	resume: ({ settings, node }, { by, data }: Woken) => {
		if (by === "time")
			return { port: "late", output: { decision: "late", votes: [], ...unchanged(settings, node.settings) } };
		const { decision } = data as { decision: "approved" | "declined" };
		return { port: decision, output: data };
	},
});

/** Whether there is something that may be changed, empty or not in this run. */
const hasText = ({ text }: Readonly<Record<string, unknown>>): boolean =>
	typeof text === "string" && text.trim() !== "";

const unchanged = ({ text }: Settings, drawn: Readonly<Record<string, unknown>>) =>
	hasText(drawn) ? { text, original: text, changedBy: null } : {};
