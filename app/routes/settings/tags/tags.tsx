import type { LoaderFunctionArgs } from "@remix-run/node";
import { Form, Link, useLoaderData } from "@remix-run/react";
import { RECORD_TYPES, type RecordType, recordPath } from "#app/domain/crm/records/schema.ts";
import { listTags, MOST_TAGGED, type RemovedTag, type TagRow } from "#app/domain/crm/tags/tag-queries.ts";
import { can } from "#app/domain/identity/policy.ts";
import { page } from "#app/doors/page.ts";
import { LIST_LABELS } from "#app/routes/crm/records/record-words.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { Page, Section } from "#app/ui/frame/page.tsx";
import { formatCount } from "#app/ui/lists/count.tsx";
import { EmptySearch, EmptyState } from "#app/ui/lists/empty.tsx";
import { Pager } from "#app/ui/lists/list-parts.tsx";
import { type Column, Table } from "#app/ui/lists/table.tsx";
import { Time } from "#app/ui/signs/time.tsx";

export const meta = () => [{ title: "Tags · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "contacts.view", async (ctx) => {
		const address = new URL(args.request.url).searchParams;
		const q = (address.get("q") ?? "").slice(0, 60);
		const after = (address.get("after") ?? "").slice(0, 60);
		return {
			...(await listTags(ctx, { q, after })),
			q,
			after,
			most: MOST_TAGGED,
			mayEdit: can(ctx.actor, "tags.edit"),
		};
	});

export default function TagsPage() {
	const { tags, next, removed, q, after, most, mayEdit } = useLoaderData<typeof loader>();
	const path = (more: Record<string, string>) =>
		`/settings/tags?${new URLSearchParams({ ...(q ? { q } : {}), ...more })}`;
	return (
		<Page
			title="Tags"
			crumbs={[{ label: "Settings", href: "/settings" }]}
			search={{ action: "/settings/tags", label: "Search tags", ...(q ? { value: q } : {}) }}
		>
			{tags.length > 0 ? (
				<Table
					caption="Tags by name, with how many records have each"
					rows={tags}
					rowKey={({ id }) => id}
					name={{
						label: "Tag",
						name: ({ name }) => name,
						href: ({ id }) => (mayEdit ? `/settings/tags/${id}` : taggedPath("contact", id)),
					}}
					columns={RECORD_TYPES.map((type) => countColumn(type, most))}
				/>
			) : q || after ? (
				<EmptySearch {...(q ? { asked: q } : {})} clear="/settings/tags" />
			) : (
				<EmptyState
					icon="people"
					title="No tags yet"
					text="A tag is a word that many records share. Write one on a record's page, or tag many in a list."
				/>
			)}
			<Pager
				labels={["From the start", "Next"]}
				newer={after ? path({}) : null}
				older={next && path({ after: next })}
			/>
			{removed.length > 0 && <Removed tags={removed} most={most} mayEdit={mayEdit} />}
		</Page>
	);
}

function countColumn(type: RecordType, most: number): Column<TagRow> {
	return {
		...{ id: type, label: LIST_LABELS[type], end: true, named: true },
		cell: ({ id, counts }) =>
			counts[type] === 0 ? (
				<span className="muted">0</span>
			) : (
				<Link to={taggedPath(type, id)} discover="none">
					{counts[type] > most ? `${formatCount(most)}+` : formatCount(counts[type])}
				</Link>
			),
	};
}

/** The list of those that have the tag. */
function taggedPath(type: RecordType, id: string): string {
	return `${recordPath(type)}?${new URLSearchParams({ f: `tags.in.${id}` })}`;
}

function Removed({ tags, most, mayEdit }: { tags: readonly RemovedTag[]; most: number; mayEdit: boolean }) {
	return (
		<Section title="Deleted or joined, the latest first">
			<ul className="related">
				{tags.map(({ id, name, into, records, removedAt }) => (
					<li key={id}>
						<span>
							{name}{" "}
							<small className="muted">
								{into ? `joined with ${into}` : "deleted"} <Time at={removedAt} /> ·{" "}
								{records > most ? `${formatCount(most)}+` : formatCount(records)} records
							</small>
						</span>
						{mayEdit && (
							<Form discover="none" method="post" action={`/settings/tags/${id}/state`}>
								<SubmitButton
									tone="plain"
									small
									icon="undo"
									name="act"
									value="restore"
									aria-label={`Bring back: ${name}`}
								>
									Bring back
								</SubmitButton>
							</Form>
						)}
					</li>
				))}
			</ul>
		</Section>
	);
}
