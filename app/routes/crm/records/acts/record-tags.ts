import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { z } from "zod";
import { EDIT_PERMISSION } from "#app/domain/crm/records/permissions.ts";
import { recordPath } from "#app/domain/crm/records/schema.ts";
import { TagName } from "#app/domain/crm/tags/schema.ts";
import { tagRecord } from "#app/domain/crm/tags/tag-record.ts";
import { untagRecord } from "#app/domain/crm/tags/untag-record.ts";
import { quickForm } from "#app/doors/quick-form.ts";
import { recordOf } from "./record-param.ts";

const Act = z.object({
	act: z.enum(["add", "remove"]),
	tag: TagName.optional(),
	tagId: z.uuid().optional(),
});

export const loader = (args: LoaderFunctionArgs) => {
	const { type, id } = recordOf(args);
	return redirect(recordPath(type, id));
};

/** Puts a tag on a record and takes one off. The way back posts `act` alone, so its tag stands in the address. */
export const action = (args: ActionFunctionArgs) => {
	const { type, id } = recordOf(args);
	const asked = new URL(args.request.url).searchParams.get("tag");
	const options = { permission: EDIT_PERMISSION[type], schema: Act, to: recordPath(type, id) };
	return quickForm(args, options, async (ctx, { act, tag, tagId }) => {
		if (act === "add") {
			const word = TagName.safeParse(tag ?? asked);
			if (!word.success) return "Write a tag. Nothing was changed.";
			const { name } = await tagRecord(ctx, { type, id, tag: word.data });
			return `Tagged “${name}”.`;
		}
		const name = await untagRecord(ctx, { type, id, tagId: tagId ?? "" });
		const back = `/records/${type}/${id}/tags?${new URLSearchParams({ tag: name })}`;
		return { message: `The tag “${name}” is off.`, undo: { action: back, act: "add" } };
	});
};
