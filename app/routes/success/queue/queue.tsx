import type { LoaderFunctionArgs } from "@remix-run/node";
import { Form, useLoaderData } from "@remix-run/react";
import { can } from "#app/domain/identity/policy.ts";
import { countQueue, listQueue, listQueueMembers } from "#app/domain/success/queue/queue-queries.ts";
import { PLAY_STAGE_LABELS, PLAY_TYPE_LABELS } from "#app/domain/success/schema.ts";
import { readingPage } from "#app/doors/page.ts";
import { useLiveRefresh } from "#app/ui/behaviour/use-live-refresh.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { Tabs } from "#app/ui/frame/tabs.tsx";
import { EmptySearch, EmptyState } from "#app/ui/lists/empty.tsx";
import { FilterChips, ListBar, Pager } from "#app/ui/lists/list-parts.tsx";
import { queuePath, readQueueAddress } from "./queue-address.ts";
import { QueueFigures } from "./queue-figures.tsx";
import { QueueTable } from "./queue-table.tsx";

export const meta = () => [{ title: "Success · Perigee" }];

/** The queue in three queries: its page, its figures, whose there are. */
export const loader = (args: LoaderFunctionArgs) =>
	readingPage(args, "success.view", async (ctx, member) => {
		const ask = readQueueAddress(new URL(args.request.url).searchParams, member.org.memberId);
		return {
			ask,
			queue: await listQueue(ctx, ask),
			figures: await countQueue(ctx, ask.memberId, ask.q),
			members: await listQueueMembers(ctx),
			me: member.org.memberId,
			mayWork: can(ctx.actor, "success.work"),
			mayManage: can(ctx.actor, "success.manage"),
		};
	});

type Data = ReturnType<typeof useLoaderData<typeof loader>>;

export default function QueuePage() {
	const data = useLoaderData<typeof loader>();
	const { ask, queue, mayWork, mayManage, figures } = data;
	useLiveRefresh(["plays"]);
	const first = ask.where === "here" && !ask.after ? queue.data[0] : undefined;
	const count = figures
		.filter(({ type, stage }) => (!ask.type || ask.type === type) && (!ask.stage || ask.stage === stage))
		.reduce((sum, { here, away }) => sum + (ask.where === "here" ? here : away), 0);
	return (
		<Page
			title="Success"
			count={{ value: count }}
			width="edge"
			search={searchOf(ask)}
			actions={
				<>
					{mayManage && (
						<ButtonLink to="/success/rules" icon="settings">
							Rules
						</ButtonLink>
					)}
					{mayWork && first && (
						<Form discover="none" method="post" action={`/success/${first.id}`}>
							<input type="hidden" name="act" value="open" />
							<SubmitButton>Open first play</SubmitButton>
						</Form>
					)}
				</>
			}
			above={<Whose data={data} />}
		>
			<Narrowing data={data} />
			{queue.data.length > 0 && (
				<QueueTable items={queue.data as never} isAway={ask.where === "away"} withMember={ask.of === "all"} />
			)}
			{queue.data.length === 0 && <Nothing data={data} />}
			<Pager
				older={queue.next && queuePath({ ...ask, after: queue.next })}
				newer={ask.after ? queuePath({ ...ask, after: null }) : null}
				labels={["First page", "Next"]}
			/>
		</Page>
	);
}

/** Narrows the queue by its accounts' names; what else narrows it stays. */
function searchOf({ q, of, type, stage, where }: Data["ask"]) {
	const keep = { ...(of === "me" ? {} : { of }), ...(type ? { type } : {}), ...(stage ? { stage } : {}) };
	return {
		...{ action: "/success", label: "Accounts in this queue", ...(q ? { value: q } : {}) },
		keep: { ...keep, ...(where === "away" ? { where } : {}) },
	};
}

/** One's own queue; for managers everybody's and each member's, of the accounts that are looked for. */
function Whose({ data: { ask, members, me } }: { data: Data }) {
	const { of, where, q } = ask;
	const others = members.filter(({ id }) => id !== me);
	const shown = others.length > 6 ? others.filter(({ id }) => id === of) : others;
	const tabs = [
		{ label: "Mine", href: queuePath({ of: "me", where, q }), current: of === "me" },
		...(members.length > 0 || of === "all"
			? [{ label: "Everybody's", href: queuePath({ of: "all", where, q }), current: of === "all" }]
			: []),
		...shown.map(({ id, name }) => ({ label: name, href: queuePath({ of: id, where, q }), current: of === id })),
	];
	return <Tabs label="Whose queue" tabs={tabs} />;
}

function Narrowing({ data: { ask, figures } }: { data: Data }) {
	const { of, type, stage, where, q } = ask;
	const isAway = where === "away";
	const away = figures.reduce((sum, figure) => sum + figure.away, 0);
	const chips = [
		...(q ? [{ label: `Called “${q}”`, without: queuePath({ of, type, stage, where }) }] : []),
		...(type ? [{ label: PLAY_TYPE_LABELS[type], without: queuePath({ of, stage, where, q }) }] : []),
		...(stage ? [{ label: PLAY_STAGE_LABELS[stage], without: queuePath({ of, type, where, q }) }] : []),
	];
	return (
		<>
			<QueueFigures figures={figures} ask={ask} />
			<ListBar>
				<FilterChips chips={chips} clear={queuePath({ of, where })} />
				<ButtonLink to={queuePath({ of, type, stage, where: isAway ? "here" : "away", q })} small>
					{isAway ? "To be done now" : `Snoozed (${away.toLocaleString("en-US")})`}
				</ButtonLink>
			</ListBar>
		</>
	);
}

function Nothing({ data: { ask, mayManage } }: { data: Data }) {
	if (ask.q || ask.type || ask.stage || ask.after)
		return <EmptySearch {...(ask.q ? { asked: ask.q } : {})} clear={queuePath({ of: ask.of, where: ask.where })} />;
	if (ask.where === "away")
		return (
			<EmptyState
				icon="clock"
				title="Nothing is snoozed"
				text="Snoozed and scheduled plays wait here until they come back."
			/>
		);
	return (
		<EmptyState
			icon="check"
			title="Nothing to do here"
			text="Accounts that need somebody stand here, the most urgent first: before their renewal, at risk, or with an opportunity. The rules decide it each morning and when an account changes."
		>
			{mayManage ? (
				<ButtonLink to="/success/rules">Look at the rules</ButtonLink>
			) : (
				<ButtonLink to="/accounts">Look at accounts</ButtonLink>
			)}
		</EmptyState>
	);
}
