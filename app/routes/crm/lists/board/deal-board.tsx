import type { BoardDeal, BoardStage, DealBoard } from "#app/domain/crm/pipelines/board-queries.ts";
import { CrmTabs } from "#app/routes/crm/crm-tabs.tsx";
import { useLiveRefresh } from "#app/ui/behaviour/use-live-refresh.ts";
import { formatDate, formatRelative } from "#app/ui/format-time.ts";
import { ButtonLink } from "#app/ui/forms/button.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { Tabs } from "#app/ui/frame/tabs.tsx";
import { Board } from "#app/ui/lists/board.tsx";
import { EmptyState } from "#app/ui/lists/empty.tsx";
import { Badge } from "#app/ui/signs/badge.tsx";
import { useMoment } from "#app/ui/signs/moment.tsx";
import { formatMoney } from "#app/ui/signs/money.tsx";

type Props = { board: DealBoard; mayEdit: boolean; maySetUp: boolean };

/** The deals of a pipeline by stage; a card moves by its buttons, or by dragging. */
export function DealBoardPage({ board, mayEdit, maySetUp }: Props) {
	const moment = useMoment();
	useLiveRefresh(["deals"]);
	const path = (id: string) => `/deals?${new URLSearchParams({ view: "board", pipeline: id })}`;
	const back = board.pipeline ? path(board.pipeline) : "/deals?view=board";
	return (
		<Page
			title="Deals"
			width="edge"
			actions={
				<>
					<ButtonLink to="/deals">Table</ButtonLink>
					{maySetUp && (
						<ButtonLink to="/settings/pipelines" icon="settings">
							Pipelines
						</ButtonLink>
					)}
					{mayEdit && (
						<ButtonLink to="/deals/new" tone="primary" icon="plus">
							New deal
						</ButtonLink>
					)}
				</>
			}
			above={
				<>
					<CrmTabs current="deal" />
					{board.pipelines.length > 1 && (
						<Tabs
							label="Pipelines"
							tabs={board.pipelines.map(({ id, name }) => ({
								label: name,
								href: path(id),
								current: id === board.pipeline,
							}))}
						/>
					)}
				</>
			}
		>
			{board.stages.length === 0 ? (
				<EmptyState
					icon="columns"
					title="No pipeline yet"
					text="A pipeline says through which stages deals go. Somebody who manages them can add one."
				/>
			) : (
				<Board
					action={(id) => `/deals/${id}/stage`}
					fields={{ back }}
					columns={board.stages.map((stage) => ({
						id: stage.id,
						title: stage.name,
						count: stage.count,
						note: <StageNote stage={stage} />,
						cards: stage.deals.map((deal) => cardOf(deal, moment)),
					}))}
				/>
			)}
		</Page>
	);
}

function StageNote({ stage: { sums, most, count } }: { stage: BoardStage }) {
	return (
		<>
			{sums.map(({ currency, cents }) => (
				<span key={currency} className="numbers muted">
					{formatMoney(cents, currency, true)}
				</span>
			))}
			{most !== null && (
				<Badge tone={count.value > most ? "warn" : "neutral"}>
					{count.value > most ? `${count.value} of ${most}: too many` : `At most ${most}`}
				</Badge>
			)}
		</>
	);
}

function cardOf(deal: BoardDeal, { now, zone }: { now: string; zone: string }) {
	const { id, name, company, owner, valueCents, currency, closesOn, since, ageing } = deal;
	return {
		id,
		title: name,
		href: `/deals/${id}`,
		body: (
			<p className="muted">
				{[formatMoney(valueCents, currency), company].filter(Boolean).join(" · ")}
				<br />
				{[owner, closesOn && `closes ${formatDate(closesOn)}`].filter(Boolean).join(" · ")}
				{ageing && (
					<>
						<br />
						<Badge tone="warn">{`${formatRelative(since * 1000, now, zone).replace(/ ago$/, "")} in this stage`}</Badge>
					</>
				)}
			</p>
		),
	};
}
