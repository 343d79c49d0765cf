import { z } from "zod";
import { invalid } from "#app/base/errors.ts";
import { askApproval } from "#app/domain/artifacts/approving/ask-approval.ts";
import { decideApproval } from "#app/domain/artifacts/approving/decide-approval.ts";
import { ItemKey, VersionNote } from "#app/domain/artifacts/schema.ts";
import { makeTask } from "#app/domain/artifacts/tasks/make-task.ts";

const version = z.coerce.number().int().positive();

/** What the forms of an artifact's page ask. */
export const ArtifactAct = z.discriminatedUnion("act", [
	z.object({ act: z.literal("task"), item: ItemKey }),
	z.object({ act: z.literal("ask"), version, memberId: z.uuid("Choose a manager.").optional() }),
	z.object({ act: z.literal("approve"), version, note: VersionNote.optional() }),
	z.object({ act: z.literal("reject"), version, note: VersionNote.optional() }),
]);
export type ArtifactAct = z.output<typeof ArtifactAct>;

/** Does what a form of an artifact's page asks; answers where one goes then, and what is said there. */
export async function doArtifactAct(ctx: Parameters<typeof makeTask>[0], id: string, input: ArtifactAct) {
	const to = `/success/artifacts/${id}`;
	switch (input.act) {
		case "task": {
			const { taskId, isNew } = await makeTask(ctx, id, input.item);
			const link = { to: `/tasks/${taskId}`, label: "Open the task" };
			return { to, flash: { message: isNew ? "The line is a task now." : "This line was a task already.", link } };
		}
		case "ask": {
			if (!input.memberId) throw invalid("Some fields cannot be accepted.", { memberId: ["Choose a manager."] });
			await askApproval(ctx, id, { version: input.version, memberId: input.memberId });
			return { to, flash: "Approval is asked for. They have a task to look at it." };
		}
		default: {
			await decideApproval(ctx, id, { version: input.version, decision: input.act, note: input.note });
			return { to, flash: input.act === "approve" ? "This version is approved." : "This version is rejected." };
		}
	}
}
