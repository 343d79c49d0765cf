import { conflict, invalid } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { definitionOf } from "#app/domain/artifacts/kinds/registry.ts";
import { mayApprove } from "#app/domain/artifacts/reading/member-choices.ts";
import { eventOf, lockLiveArtifact } from "#app/domain/artifacts/saving/lock-artifact.ts";
import { contentOf } from "#app/domain/artifacts/saving/save-artifact.ts";
import { createTask } from "#app/domain/crm/tasks/create-task.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";
import { readPricingLimits } from "./pricing-limits.ts";
import { actingMember, mayAnotherDecide } from "./who-decides.ts";

/**
 * Asks a manager whether the newest version of a price may be offered (SUCCESS-7), and gives them a task to look at it. Asked
 * twice it is asked once, and anew where the task went to the trash. 409 where nothing stands outside the limits, where it is decided, or where somebody saved since;
 * 422 as the field `memberId` for a member who may not approve, and for oneself where another may. 404.
 */
export async function askApproval(
	ctx: Ctx,
	id: string,
	{ version, memberId }: { version: number; memberId: string },
): Promise<{ isNew: boolean }> {
	authorize(ctx, "success.work");
	const artifact = await lockLiveArtifact(ctx, id, version);
	const content = (await contentOf(ctx, id, version)) ?? {};
	const { limits } = await readPricingLimits(ctx);
	const reasons = definitionOf(artifact.kind)?.reasons?.(content, limits) ?? [];
	if (reasons.length === 0) throw conflict("Nothing of this version stands outside the limits. It needs no approval.");
	const known = await ctx.db
		.selectFrom("artifact_approvals as p")
		.leftJoin("tasks as t", (join) => join.onRef("t.org_id", "=", "p.org_id").onRef("t.id", "=", "p.task_id"))
		.select(["p.state", "t.state as task"])
		.where("p.artifact_id", "=", id)
		.where("p.number", "=", version)
		.executeTakeFirst();
	if (known?.state === "waiting" && known.task === "open") return { isNew: false };
	if (known && known.state !== "waiting")
		throw conflict(`This version is ${known.state} already. Save another version to ask anew.`);
	if (!(isId(memberId) && (await mayApprove(ctx, memberId))))
		throw invalid("Some fields cannot be accepted.", { memberId: ["Choose a manager, an administrator or an owner."] });
	const asker = await actingMember(ctx);
	if (asker === memberId && (await mayAnotherDecide(ctx, memberId)))
		throw invalid("Some fields cannot be accepted.", {
			memberId: ["Another has to decide what you ask for. Choose somebody else."],
		});
	const { id: taskId } = await createTask(ctx, {
		title: `Approve version ${version} of “${artifact.title}”`.slice(0, 300),
		...{
			detail: [...reasons, `/success/artifacts/${id}`].join("\n").slice(0, 5_000),
			priority: "high",
			assignedTo: memberId,
		},
		...(artifact.accountId ? { subject: { type: "account" as const, id: artifact.accountId } } : {}),
	});
	const asked = {
		...{ reasons: jsonb(reasons), task_id: taskId },
		...{ asked_by: ctx.actor.name, asked_by_id: asker, asked_at: ctx.now },
	};
	await ctx.db
		.insertInto("artifact_approvals")
		.values({ org_id: ctx.org, artifact_id: id, number: version, ...asked })
		.onConflict((clash) => clash.columns(["org_id", "artifact_id", "number"]).doUpdateSet(asked))
		.execute();
	await ctx.record({ name: "artifact.approval-asked", ...eventOf(artifact) });
	return { isNew: true };
}
