import { writeListQuery } from "#app/domain/crm/lists/list-query.ts";
import { SavedViewTabs } from "#app/ui/frame/tabs.tsx";
import type { ListData } from "./list-data.ts";
import { listPath } from "./list-path.ts";
import { LIST_WORDS } from "./list-words.ts";

/** The saved views of a list, once there is one to see or one to save. */
export function ViewTabs({ data: { type, query, list } }: { data: ListData }) {
	const asked = writeListQuery(query);
	const current = list.views.find(({ id }) => id === query.view);
	if (list.views.length === 0 && asked === "") return null;
	const views = list.views.map(({ id, name, query: stored, shared }) => ({
		label: shared ? `${name} (shared)` : name,
		href: listPath(type, stored, { view: id }),
		current: id === query.view,
	}));
	const all = {
		label: LIST_WORDS[type].all,
		href: listPath(type, "", list.opensWith ? { view: "all" } : {}),
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
