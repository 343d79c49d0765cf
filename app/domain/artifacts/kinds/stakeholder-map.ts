import { placesOf, StakeholderMap } from "#app/domain/artifacts/rules/stakeholder-map.ts";
import { defineKind } from "./kind.ts";

/** Who decides at the account's, placed by influence and sentiment. It begins with the account's stakeholders. */
export const stakeholderMap = defineKind<StakeholderMap>({
	content: StakeholderMap,
	start(_ctx, { stakeholders }) {
		const known = stakeholders.slice(0, 60);
		const places = placesOf(known);
		return {
			people: known.map(({ id, name, title, contactId }, index) => ({
				...{ key: id, name, title: title.slice(0, 120), contactId, note: "" },
				...places[index]!,
			})),
			lines: [],
			notes: "",
		};
	},
});
