import { sql } from "kysely";
import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { DEFAULT_SEQUENCE } from "#app/domain/leads/default-sequence.ts";
import type { Ctx } from "#db/context.ts";
import { readTouches, type VersionTouch } from "./touch-schema.ts";

export type SequencePlace = {
	/** `organisation`, or a location's id. */
	place: string;
	name: string;
	/** The published version's number; null where the place has none of its own. */
	number: number | null;
	touches: number | null;
	publishedAt: string | null;
	running: number;
};

/** The organisation and its locations, each with the sequence of its own and how many leads are in it. */
export async function listSequencePlaces(ctx: Ctx): Promise<SequencePlace[]> {
	authorize(ctx, "sequences.view");
	const { rows } = await sql<Omit<SequencePlace, "publishedAt"> & { published_at: Date | null }>`
		select x.place, x.name, v.number, jsonb_array_length(v.touches) as touches, v.created_at as published_at,
			(select count(*)::int from enrollments e join sequence_versions r on r.org_id = e.org_id and r.id = e.sequence_version_id
				where r.sequence_id = s.id and e.state in ('running', 'paused')) as running
		from (select null::uuid as location_id, 'organisation' as place, 'Everywhere' as name, 0 as rank
			union all select id, id::text, name, 1 from locations where active) x
		left join sequences s on s.location_id is not distinct from x.location_id
		left join sequence_versions v on v.org_id = s.org_id and v.id = s.published_version_id
		order by x.rank, x.name limit 300`.execute(ctx.db);
	return rows.map(({ published_at, ...row }) => ({ ...row, publishedAt: published_at?.toISOString() ?? null }));
}

export type EditedSequence = {
	place: string;
	name: string;
	/** The version that is edited; 0 where the place has none of its own yet. */
	number: number;
	touches: VersionTouch[];
};

/** What the editor starts from: the place's own version, else the organisation's, else the shipped one. */
export async function getEditedSequence(ctx: Ctx, place: string): Promise<EditedSequence> {
	authorize(ctx, "sequences.view");
	if (place !== "organisation" && !isId(place)) throw notFound("sequence");
	const locationId = place === "organisation" ? null : place;
	const name = locationId ? (await getLocation(ctx, locationId)).name : "Everywhere";
	const rows = await ctx.db
		.selectFrom("sequences as s")
		.innerJoin("sequence_versions as v", (join) =>
			join.onRef("v.org_id", "=", "s.org_id").onRef("v.id", "=", "s.published_version_id"),
		)
		.select(["s.location_id", "v.number", "v.touches"])
		.where((where) =>
			where.or([where("s.location_id", "is", null), ...(locationId ? [where("s.location_id", "=", locationId)] : [])]),
		)
		.execute();
	const own = rows.find((row) => row.location_id === locationId);
	const shown = own ?? rows.find((row) => row.location_id === null);
	return { place, name, number: own?.number ?? 0, touches: readTouches(shown ? shown.touches : DEFAULT_SEQUENCE) };
}

async function getLocation(ctx: Ctx, id: string): Promise<{ name: string }> {
	const location = await ctx.db.selectFrom("locations").select("name").where("id", "=", id).executeTakeFirst();
	if (!location) throw notFound("location");
	return location;
}
