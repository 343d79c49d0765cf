import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { z } from "zod";
import { restoreCollection } from "#app/domain/knowledge/collections/restore-collection.ts";
import { quickForm } from "#app/doors/quick-form.ts";
import { formatCount } from "#app/ui/lists/count.tsx";

const LIST = "/knowledge/collections";

export const loader = () => redirect(LIST);

/** The button that brings a removed collection back. */
export const action = (args: ActionFunctionArgs) =>
	quickForm(
		args,
		{ permission: "collections.edit", schema: z.object({ act: z.literal("restore") }), to: LIST },
		async (ctx) => {
			const many = await restoreCollection(ctx, args.params.id ?? "");
			if (many === 0) return "The collection is back. Documents that were moved out of it stay where they are.";
			return many === 1
				? "The collection is back. Its document is found again once its text is read."
				: `The collection is back. Its ${formatCount(many)} documents are found again once their texts are read.`;
		},
	);
