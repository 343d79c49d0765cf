import type { LoaderFunctionArgs } from "@remix-run/node";
import { Form, Link, useLoaderData } from "@remix-run/react";
import { listPairs, type Pair } from "#app/domain/crm/duplicates/pair-queries.ts";
import { REASON_LABELS } from "#app/domain/crm/duplicates/schema.ts";
import { can } from "#app/domain/identity/policy.ts";
import { page } from "#app/doors/page.ts";
import { CrmTabs } from "#app/routes/crm/crm-tabs.tsx";
import { useLiveRefresh } from "#app/ui/behaviour/use-live-refresh.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { EmptyState } from "#app/ui/lists/empty.tsx";
import { Pager } from "#app/ui/lists/list-parts.tsx";
import { Badge } from "#app/ui/signs/badge.tsx";

export const meta = () => [{ title: "Duplicates · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "contacts.view", async (ctx) => {
		const after = new URL(args.request.url).searchParams.get("after") ?? undefined;
		return {
			...(await listPairs(ctx, after)),
			isLater: after !== undefined,
			canMerge: can(ctx.actor, "contacts.merge"),
		};
	});

export default function Duplicates() {
	const { data, next, isLater, canMerge } = useLoaderData<typeof loader>();
	useLiveRefresh(["contacts"]);
	return (
		<Page
			title="Duplicates"
			crumbs={[{ label: "Contacts", href: "/contacts" }]}
			width="edge"
			above={<CrmTabs current="contact" />}
		>
			{data.length > 0 ? (
				<ul className="pairs">
					{data.map((pair) => (
						<PairLine key={pair.id} pair={pair} canMerge={canMerge} />
					))}
				</ul>
			) : (
				<EmptyState
					icon="people"
					title="No duplicates"
					text="Contacts that may be one person appear here: with the same email address or number, or a similar name. They are looked for when contacts are added, changed or imported."
				/>
			)}
			<Pager newer={isLater ? "/duplicates" : null} older={next && `/duplicates?after=${next}`} />
		</Page>
	);
}

function PairLine({ pair: { id, reasons, people }, canMerge }: { pair: Pair; canMerge: boolean }) {
	const [one, other] = people;
	const words = `${one.name} and ${other.name}`;
	return (
		<li className="pair">
			<div className="cluster">
				{reasons.map((reason) => (
					<Badge key={reason} tone={reason === "email" || reason === "phone" ? "warn" : "neutral"}>
						{REASON_LABELS[reason] ?? reason}
					</Badge>
				))}
			</div>
			<div className="pair-people">
				{people.map((person) => (
					<div key={person.id}>
						<Link to={`/contacts/${person.id}`} discover="none">
							{person.name}
						</Link>
						<small>{[person.email, person.phone, person.account, person.city].filter(Boolean).join(" · ")}</small>
					</div>
				))}
			</div>
			{canMerge && (
				<div className="cluster">
					<ButtonLink to={`/duplicates/compare?one=${one.id}&other=${other.id}`} small>
						Compare and merge<span className="hidden-text">: {words}</span>
					</ButtonLink>
					<Form discover="none" method="post" action="/duplicates/decisions">
						<input type="hidden" name="pair" value={id} />
						<SubmitButton tone="quiet" small name="act" value="dismiss">
							Not the same<span className="hidden-text">: {words}</span>
						</SubmitButton>
					</Form>
				</div>
			)}
		</li>
	);
}
