import { z } from "zod";
import { conflict, forbidden, invalid, notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { checkFields } from "#app/domain/crm/records/check-fields.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { assertAwaited, mayDecideNow } from "./open-approval.ts";
import { MOST_TEXT } from "./schema.ts";

/** A text as it shall go on, and the version of it that was changed. */
export const ChangedText = z.object({
	text: z
		.string()
		.max(MOST_TEXT, `${MOST_TEXT.toLocaleString("en")} characters at most`)
		.transform((text) => text.replaceAll("\r\n", "\n")),
	version: z.coerce.number().int().min(1),
});

/**
 * Changes the text that an approval shows, before it is decided (FLOW-1): what later steps read is this one, the first one
 * is kept, and the audit log has each between. Who said yes to the text as it was is asked again. 404; 403 for whoever may
 * not decide it; 409 once it is decided, or with the text of now as `data` when somebody changed it since it was read; 422.
 */
export async function changeApprovalText(
	ctx: Ctx,
	id: string,
	input: z.input<typeof ChangedText>,
): Promise<{ version: number }> {
	authorize(ctx, "approvals.change-text");
	const changed = checkFields(ChangedText, input);
	const approval = isId(id)
		? await ctx.db.selectFrom("approvals").selectAll().where("id", "=", id).forUpdate().executeTakeFirst()
		: undefined;
	if (!approval) throw notFound("approval");
	if (!mayDecideNow(ctx, approval)) throw forbidden("You are not among those who decide this.");
	assertAwaited(ctx, approval, "Your text was not kept.");
	return { version: (await keepText(ctx, approval, changed)).text_version };
}

type Texts = {
	id: string;
	run_id: string;
	title: string;
	text: string | null;
	original_text: string | null;
	text_version: number;
	text_changed_by: string | null;
	text_changed_at: Date | null;
};

/** The approval with its text as given, which is locked already. Throws 409 when it is another since the version given, 422. */
export async function keepText<Approval extends Texts>(
	ctx: Ctx,
	approval: Approval,
	{ text, version }: { text: string; version: number },
): Promise<Approval> {
	if (approval.text === null) throw invalid("This approval has no text that may be changed.");
	assertSame(approval, version);
	if (text === approval.text) return approval;
	const changes = { text, text_version: version + 1, text_changed_by: ctx.actor.name, text_changed_at: ctx.now };
	await ctx.db.updateTable("approvals").set(changes).where("id", "=", approval.id).execute();
	// A yes is to what was read.
	await ctx.db.deleteFrom("approval_votes").where("approval_id", "=", approval.id).execute();
	await ctx.record({
		name: "approval.text-changed",
		subject: { type: "approval", id: approval.id },
		changes: { text: [approval.text, text] },
		data: { title: approval.title, run: approval.run_id },
	});
	return { ...approval, ...changes };
}

/** Throws 409, with the text of now, when it is another than the one that was read. */
export function assertSame(approval: Texts, version: number): void {
	if (approval.text === null || approval.text_version === version) return;
	const by = approval.text_changed_by ?? "Somebody";
	throw conflict(`${by} changed the text meanwhile. Yours was not kept yet; compare the two below.`, {
		text: approval.text,
		version: approval.text_version,
		by,
	});
}
