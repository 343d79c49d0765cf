import type { QueueItem } from "#app/domain/success/queue/queue-queries.ts";
import { PART_LABELS, PART_NAMES } from "#app/domain/success/rules/definition.ts";
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
			cell: (item) => (
				<span title={partsOf(item)}>
					<strong className="numbers">{points(item.priority)}</strong>
				</span>
			),
		},
		{ id: "parts", label: "Made of", phone: false, cell: (item) => <small className="muted">{partsOf(item)}</small> },
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

/** "Stage urgency 28.0, risk 9.7": the parts that gave anything, the largest first. */
function partsOf({ breakdown }: QueueItem): string {
	return PART_NAMES.map((name) => ({ label: PART_LABELS[name], given: breakdown[name]?.points ?? 0 }))
		.filter(({ given }) => given > 0)
		.sort((one, other) => other.given - one.given)
		.map(
			({ label, given }, index) => `${index === 0 ? label : label[0]!.toLowerCase() + label.slice(1)} ${points(given)}`,
		)
		.join(", ");
}
