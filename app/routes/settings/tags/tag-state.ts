import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { z } from "zod";
import { restoreTag } from "#app/domain/crm/tags/restore-tag.ts";
import { quickForm } from "#app/doors/quick-form.ts";

export const loader = () => redirect("/settings/tags");

/** The way back of a tag that was deleted or joined with another. */
export const action = (args: ActionFunctionArgs) => {
	const options = {
		permission: "tags.edit" as const,
		schema: z.object({ act: z.literal("restore") }),
		to: "/settings/tags",
	};
	return quickForm(args, options, async (ctx) => {
		const name = await restoreTag(ctx, args.params.id ?? "");
		return `“${name}” is back on the records that had it.`;
	});
};
