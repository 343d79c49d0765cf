import type { ListKind } from "#app/domain/crm/records/schema.ts";
import type { ViewTab } from "#app/domain/crm/views/view-queries.ts";
import { SavedViewTabs } from "#app/ui/frame/tabs.tsx";
import { listPath } from "./list-path.ts";
import { LIST_WORDS } from "./list-words.ts";

type Props = {
	type: ListKind;
	/** What the list asks now, as the words of its address. */
	asked: string;
	/** The view it began from. */
	view: string | undefined;
	views: readonly ViewTab[];
	/** The view that the member's list opens with. */
	opensWith: string | null;
};

/** The saved views of a list, once there is one to see or one to save. */
export function ViewTabs({ type, asked, view, views: kept, opensWith }: Props) {
	const current = kept.find(({ id }) => id === view);
	if (kept.length === 0 && asked === "") return null;
	const views = kept.map(({ id, name, query: stored, shared }) => ({
		label: shared ? `${name} (shared)` : name,
		href: listPath(type, stored, { view: id }),
		current: id === view,
	}));
	const all = {
		label: LIST_WORDS[type].all,
		href: listPath(type, "", opensWith ? { view: "all" } : {}),
		current: !current && asked === "",
	};
	const about = new URLSearchParams({ type, query: asked, ...(current ? { view: current.id } : {}) });
	const mayKeep = asked !== "" || current !== undefined;
	return (
		<SavedViewTabs
			views={[all, ...views]}
			{...(mayKeep ? { save: `/views/${current?.id ?? "new"}?${about}` } : {})}
			saveLabel={current ? "View settings" : "Save this view"}
		/>
	);
}
