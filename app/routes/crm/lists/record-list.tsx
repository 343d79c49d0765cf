import { columnsOf, NAME } from "#app/domain/crm/lists/columns.ts";
import { writeListQuery } from "#app/domain/crm/lists/list-query.ts";
import { shownColumns } from "#app/domain/crm/lists/shown-columns.ts";
import { recordPath } from "#app/domain/crm/records/schema.ts";
import { CrmTabs } from "#app/routes/crm/crm-tabs.tsx";
import { useLiveRefresh } from "#app/ui/behaviour/use-live-refresh.ts";
import { ButtonLink } from "#app/ui/forms/button.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { formatCount } from "#app/ui/lists/count.tsx";
import { EmptySearch, EmptyState } from "#app/ui/lists/empty.tsx";
import { Pager, Selection } from "#app/ui/lists/list-parts.tsx";
import { BulkActs } from "./bulk-acts.tsx";
import type { ListData } from "./list-data.ts";
import { changedPath, listPath } from "./list-path.ts";
import { ListTable } from "./list-table.tsx";
import { ListTools } from "./list-tools.tsx";
import { LIST_WORDS, sortWords } from "./list-words.ts";
import { ViewTabs } from "./view-tabs.tsx";

/** The list of one kind of record. */
export function RecordList({ data }: { data: ListData }) {
	const { type, query, list } = data;
	const words = LIST_WORDS[type];
	useLiveRefresh([`${type}s`]);
	return (
		<Page
			title={words.title}
			count={list.count}
			width="edge"
			search={{
				action: recordPath(type),
				label: words.search,
				...(query.q ? { value: query.q } : {}),
				keep: keptOf(data),
			}}
			actions={<Actions data={data} />}
			above={
				<>
					<CrmTabs current={type} />
					<ViewTabs type={type} asked={writeListQuery(query)} view={query.view} {...viewsOf(data)} />
				</>
			}
		>
			<ListTools data={data} />
			<ListBody data={data} />
		</Page>
	);
}

function Actions({ data: { type, mayEdit } }: { data: ListData }) {
	return (
		<>
			{type === "deal" && (
				<ButtonLink to="/deals?view=board" icon="columns">
					Board
				</ButtonLink>
			)}
			<ButtonLink to={`/trash?type=${type}`} icon="trash" tone="quiet">
				Trash
			</ButtonLink>
			{mayEdit && (
				<ButtonLink to={`${recordPath(type)}/new`} tone="primary" icon="plus">
					{LIST_WORDS[type].create}
				</ButtonLink>
			)}
		</>
	);
}

function ListBody({ data }: { data: ListData }) {
	const { type, query, list, mayEdit } = data;
	const words = LIST_WORDS[type];
	const isAsked = query.q !== "" || query.filters.length > 0;
	if (list.rows.length === 0 && (isAsked || query.key)) {
		return <EmptySearch {...(query.q ? { asked: query.q } : {})} clear={recordPath(type)} />;
	}
	if (list.rows.length === 0) {
		return (
			<EmptyState icon={words.icon} title={words.emptyTitle} text={words.empty}>
				{mayEdit && (
					<ButtonLink to={`${recordPath(type)}/new`} tone="primary">
						{words.create}
					</ButtonLink>
				)}
			</EmptyState>
		);
	}
	const offered = columnsOf(type, list.fields);
	const columns = shownColumns(offered, query);
	const asked = writeListQuery(query);
	const path = (key: Record<string, string>) => listPath(type, asked, { view: query.view, ...key });
	const form = mayEdit ? "bulk" : undefined;
	return (
		<Selection>
			<ListTable
				{...{ type, rows: list.rows, columns, form }}
				caption={sortWords(query.sort, offered)}
				name={NAME}
				isChosen={query.columns.length > 0}
				sorting={{ now: query.sort, href: (sort) => changedPath(type, query, { sort }) }}
			/>
			{form && <BulkActs data={data} form={form} />}
			<Pager
				labels={["Previous", "Next"]}
				newer={list.previous && path({ before: list.previous })}
				older={list.next && path({ after: list.next })}
			>
				{list.isCut &&
					`These words are common: the newest ${formatCount(list.count.value)} that hold them are listed. Write more of them to see others.`}
			</Pager>
		</Selection>
	);
}

const viewsOf = ({ list: { views, opensWith } }: ListData) => ({ views, opensWith });

/** What a search keeps of the address; a name stands once, so filters travel as one text each. */
function keptOf({ query }: ListData): [string, string][] {
	const address = new URLSearchParams(writeListQuery({ ...query, q: "" }));
	if (query.view) address.set("view", query.view);
	return [...address];
}
