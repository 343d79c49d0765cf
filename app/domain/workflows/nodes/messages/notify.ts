import { z } from "zod";
import { raiseTask } from "#app/domain/crm/raise-task.ts";
import { inWords } from "#app/domain/workflows/nodes/in-words.ts";
import { defineNode, StepFailure } from "#app/domain/workflows/nodes/node-type.ts";
import { needed, optional, optionalMember } from "#app/domain/workflows/nodes/texts.ts";

type Settings = { member: string; title: string; text: string; priority: "low" | "normal" | "high" | "urgent" };

/**
 * Tells a member something (FLOW-1): by a task of the kind `notice`, which stands on the member's page of today until it is
 * taken off. That is the one place where the house tells members anything.
 */
export const notify = defineNode<Settings>({
	type: "notify",
	label: "Tell a member",
	group: "messages",
	hint: "Puts a notice into a member's tasks, or into everybody's.",
	settings: z.strictObject({
		member: optionalMember(),
		title: needed("write what the member is told", 300),
		text: optional(5_000),
		priority: z.enum(["low", "normal", "high", "urgent"]).default("normal"),
	}),
	fields: [
		{ name: "member", label: "Member", kind: "member", isOptional: true },
		{ name: "title", label: "What is said", kind: "text", help: "May hold {{ expressions }}." },
		{ name: "text", label: "Details", kind: "lines", isOptional: true },
		{
			name: "priority",
			label: "Priority",
			kind: "choice",
			choices: [
				{ value: "low", label: "Low" },
				{ value: "normal", label: "Normal" },
				{ value: "high", label: "High" },
				{ value: "urgent", label: "Urgent" },
			],
		},
	],
	ports: () => ["next"],
	canFail: true,
	act: (ctx, { settings, key, run }) =>
		inWords(async () => {
			const { member, title, text, priority } = settings;
			if (member !== "") {
				const known = await ctx.db.selectFrom("memberships").select("id").where("id", "=", member).executeTakeFirst();
				if (!known) throw new StepFailure("There is no such member here.");
			}
			await raiseTask(ctx, {
				title,
				detail: text,
				kind: "notice",
				priority,
				memberId: member || null,
				...(run.subject && SUBJECTS.has(run.subject.type) ? { subject: run.subject } : {}),
				dedupeKey: `flow:${key}`,
			});
			return { output: { told: member || null } };
		}),
	preview: ({ settings }) => ({ effect: `Would tell a member: “${settings.title}”.`, output: { told: null } }),
	sample: { told: null },
});

/** What a task can be about. */
const SUBJECTS = new Set(["contact", "account", "deal", "project", "lead"]);
