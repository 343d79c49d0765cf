import { Fragment } from "react";
import type { QueueItem } from "#app/domain/success/queue/queue-queries.ts";
import { PART_LABELS, PART_NAMES, type PartName } from "#app/domain/success/rules/definition.ts";
import { PLAY_STAGE_LABELS, PLAY_STATE_LABELS, PLAY_TYPE_LABELS } from "#app/domain/success/schema.ts";
import { type Column, Table } from "#app/ui/lists/table.tsx";
import { Badge, Status } from "#app/ui/signs/badge.tsx";
import { Money } from "#app/ui/signs/money.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import { points, renewalWords, STAGE_TONES } from "../play-words.ts";

/** A queue's plays. The priority's parts stand beside it; all of them on the play's page. */
export function QueueTable({
	items,
	isAway,
	withMember,
}: {
	items: readonly QueueItem[];
	isAway: boolean;
	withMember: boolean;
}) {
	const columns: Column<QueueItem>[] = [
		{
			id: "stage",
			label: "Play",
			cell: ({ type, stage }) => (
				<>
					{PLAY_TYPE_LABELS[type]} <Status tone={STAGE_TONES[stage] ?? "neutral"}>{PLAY_STAGE_LABELS[stage]}</Status>
				</>
			),
		},
		{
			id: "priority",
			label: "Priority",
			end: true,
			named: true,
			cell: (item) => <strong className="numbers">{points(item.priority)}</strong>,
		},
		{ id: "parts", label: "Made of", cell: (item) => <Parts item={item} /> },
		{
			id: "arr",
			label: "Yearly revenue",
			end: true,
			named: true,
			cell: ({ arrCents, currency }) => <Money minor={arrCents} currency={currency} short />,
		},
		...(withMember
			? [
					{
						id: "member",
						label: "Whose",
						cell: ({ member }: QueueItem) => member ?? <span className="muted">Nobody's</span>,
					},
				]
			: []),
		isAway
			? {
					id: "due",
					label: "Comes back",
					cell: ({ dueAt, state }) =>
						dueAt && (
							<>
								{PLAY_STATE_LABELS[state]}, <Time at={dueAt} />
							</>
						),
				}
			: { id: "run", label: "Run", phone: false, cell: (item) => <Marks item={item} /> },
	];
	return (
		<Table
			caption="Plays"
			rows={items}
			rowKey={({ id }) => id}
			name={{
				label: "Account",
				name: ({ account }) => account.name,
				href: ({ id }) => `/success/${id}`,
				note: ({ daysUntilRenewal }) => renewalWords(daysUntilRenewal),
			}}
			columns={columns}
		/>
	);
}

function Marks({ item: { runId, isEscalated } }: { item: QueueItem }) {
	return (
		<>
			{runId ? "Under way" : <span className="muted">Not begun</span>}{" "}
			{isEscalated && <Badge tone="warn">Escalated</Badge>}
		</>
	);
}

/** In a word each, so that all of them have room in a row; in full on the play's page. */
const SHORT_LABELS: Readonly<Record<PartName, string>> = {
	stage: "stage",
	arr: "revenue",
	risk: "risk",
	opportunity: "opportunity",
	load: "workload",
	plan: "plan",
};

/** "stage 28.0, risk 9.7": the parts that gave anything, the largest first, all of them on every screen. */
function Parts({ item: { breakdown } }: { item: QueueItem }) {
	const given = PART_NAMES.map((name) => ({ name, points: breakdown[name]?.points ?? 0 }))
		.filter((part) => part.points > 0)
		.sort((one, other) => other.points - one.points);
	return (
		<small className="queue-parts">
			{given.map((part, index) => (
				<Fragment key={part.name}>
					<span title={PART_LABELS[part.name]}>
						{SHORT_LABELS[part.name]} {points(part.points)}
						{index < given.length - 1 && ","}
					</span>{" "}
				</Fragment>
			))}
		</small>
	);
}
