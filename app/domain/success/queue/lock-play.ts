import { conflict, notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { PLAY_STATE_LABELS, type PlayStage, type PlayState, type PlayType } from "#app/domain/success/schema.ts";
import type { Ctx } from "#db/context.ts";

export type LockedPlay = {
	id: string;
	accountId: string;
	type: PlayType;
	stage: PlayStage;
	state: PlayState;
	runId: string | null;
	begun: number;
	memberId: string | null;
	isClosed: boolean;
};

/** A play, held until the commit: before its run, as everybody locks them. 404 where there is none here. */
export async function lockPlay(ctx: Ctx, playId: string): Promise<LockedPlay> {
	if (!isId(playId)) throw notFound("play");
	const row = await ctx.db
		.selectFrom("plays")
		.select(["id", "account_id", "type", "stage", "state", "run_id", "begun", "member_id", "closed_at"])
		.where("id", "=", playId)
		.forUpdate()
		.executeTakeFirst();
	if (!row) throw notFound("play");
	return {
		id: row.id,
		accountId: row.account_id,
		type: row.type,
		stage: row.stage as PlayStage,
		state: row.state,
		runId: row.run_id,
		begun: row.begun,
		memberId: row.member_id,
		isClosed: row.closed_at !== null,
	};
}

/** As `lockPlay`, of one that is not closed: 409 with what became of it. */
export async function lockOpenPlay(ctx: Ctx, playId: string): Promise<LockedPlay> {
	const play = await lockPlay(ctx, playId);
	if (play.isClosed) throw conflict(`This play is over: ${PLAY_STATE_LABELS[play.state].toLowerCase()}.`);
	return play;
}

/** A play's events: what they are about, whose timeline they stand in, and what they say of it. */
export const eventOf = (play: LockedPlay, data: Record<string, unknown> = {}) => ({
	subject: { type: "play", id: play.id },
	parent: { type: "account", id: play.accountId },
	data: { type: play.type, stage: play.stage, ...data },
});
