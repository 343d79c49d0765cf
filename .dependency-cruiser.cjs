// Who may import whom (the house's floors). `npm run check` runs it; a new exception needs a reason beside it.

/** Areas by floor: a room imports lower floors freely, its own floor's rooms only where listed, upper floors never. */
const floors = [
	["identity", "events", "files", "ai"],
	["crm", "messaging", "knowledge", "integrations"],
	["scheduling", "intake", "workflows"],
	["leads", "success", "agents", "campaigns", "learning"],
	["assistant", "analytics", "console", "artifacts"],
];

/**
 * Neighbours on one floor: from -> to. The audit log and the budget of models ask the permission table; a record's timeline
 * shows messages, and asks the room of messages which links in them are nobody's to read and who is not written to.
 */
const neighbours = { events: ["identity"], ai: ["identity"], crm: ["messaging"], assistant: ["analytics"] };

const anyOf = (names) => `(?:${names.join("|")})`;
const forbid = (name, from, to, comment, more = {}) => ({
	name,
	comment,
	severity: "error",
	from: typeof from === "string" ? { path: from } : from,
	to: { path: to, ...more },
});

const floorRules = floors.flatMap((areas, index) =>
	areas.map((area) => {
		const open = [area, ...(neighbours[area] ?? [])];
		const shut = floors
			.slice(index)
			.flat()
			.filter((other) => !open.includes(other));
		return forbid(
			`floor-of-${area}`,
			`^app/domain/${area}/`,
			`^app/domain/${anyOf(shut)}/`,
			"A room imports lower floors, never its own floor's other rooms or upper ones: tell them by an event.",
		);
	}),
);

const server = "^(?:db|jobs)/|^app/(?:doors|providers|hooks|boot|demo|server)";

module.exports = {
	forbidden: [
		...floorRules,
		forbid(
			"known-areas",
			{ path: `^app/domain/(?!${anyOf(floors.flat())}/)[^/]+/` },
			".",
			"A new area gets its floor in .dependency-cruiser.cjs first.",
		),
		forbid(
			"routes-are-thin",
			"^app/routes/",
			"^(?:db|jobs)/|^app/providers/",
			"A route opens one door and calls one command or query.",
		),
		forbid(
			"domain-knows-no-surface",
			"^app/domain/",
			"^jobs/|^app/(?:routes|doors|ui)/|node_modules/(?:react|react-dom|@remix-run)/",
			"The rooms serve pages, endpoints and jobs alike.",
		),
		forbid(
			"domain-sees-ports-only",
			"^app/domain/",
			"^app/providers/(?![^/]+/port\\.ts$)",
			"Jobs and doors choose the adapter.",
		),
		forbid(
			"rules-are-browser-safe",
			"^app/domain/[^/]+/(?:rules|schema|policy)\\.ts$|^app/domain/[^/]+/rules/|^app/ui/",
			`${server}|node_modules/(?:kysely|pg|pg-boss|@electric-sql)/`,
			"Rules, schemas and the design system also run in the browser.",
			{ dependencyTypesNot: ["type-only"] },
		),
		forbid(
			"ui-knows-no-domain",
			"^app/ui/",
			"^app/(?:domain|routes|doors|providers)/|^(?:db|jobs)/",
			"The design system knows no domain.",
		),
		forbid("jobs-know-no-surface", "^jobs/", "^app/(?:routes|doors|ui)/", "A handler does its work without a page."),
		forbid(
			"doors-know-no-routes",
			"^app/doors/",
			"^app/routes/|^jobs/",
			"Doors are opened by routes, not the other way round.",
		),
		forbid("db-imports-base-only", "^db/(?!seed/)", "^app/(?!base/)|^jobs/", "The ground knows nothing of the house."),
		forbid("base-imports-nothing", "^app/base/", "^app/(?!base/)|^(?:db|jobs)/", "base is below everything."),
		forbid(
			"providers-import-base-only",
			"^app/providers/",
			"^app/(?!base/|providers/)|^(?:db|jobs)/",
			"An adapter translates; it knows no rooms and no rows.",
		),
		forbid(
			"nothing-imports-routes-or-jobs",
			// The composition root boots everything; these files are part of it.
			{
				path: "^(?:app|db)/",
				pathNot: "^app/(?:server|boot|demo|hooks)\\.ts$|^app/routes/|^app/routes\\.ts$|^app/(?:root|entry)|^db/seed/",
			},
			"^app/routes/|^jobs/",
			"Routes and jobs are leaves.",
		),
		forbid(
			"product-imports-no-tests",
			// Without a key for a real shop system, the demo organisation's shop is the stand-in of `npm run demo:order`;
			// both files are part of the composition root, and the demo's content is that stand-in's catalogue.
			{ path: "^(?:app|db|jobs)/", pathNot: "^app/demo(?:-content)?\\.ts$" },
			"^(?:tests|scripts)/",
			"What ships does not know its tests.",
		),
		{
			name: "no-cycles",
			comment: "Two files that need each other are one file, or hide a third; also where they share types alone.",
			severity: "error",
			from: {},
			to: { circular: true },
		},
		{
			name: "no-barrels",
			comment: "Import from the file that holds it.",
			severity: "error",
			from: { path: "^(?:app|db|jobs)/" },
			to: { path: "/index\\.tsx?$", pathNot: "^(?:node_modules|app/routes)/" },
		},
		{
			name: "resolves",
			comment: "A path or package that does not exist.",
			severity: "error",
			from: {},
			to: { couldNotResolve: true, pathNot: "^virtual:" },
		},
		{
			name: "no-dev-packages-in-the-product",
			comment: "The image for production is built without development packages.",
			severity: "error",
			from: { path: "^(?:app|db|jobs)/", pathNot: "^app/(?:routes|entry\\..*)\\.ts$" },
			to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
		},
	],
	options: {
		doNotFollow: { path: "node_modules" },
		exclude: { path: "^(?:build|node_modules/\\.cache)/" },
		tsConfig: { fileName: "tsconfig.json" },
		tsPreCompilationDeps: true,
		enhancedResolveOptions: {
			extensions: [".ts", ".tsx", ".mjs", ".js", ".json"],
			exportsFields: ["exports"],
			conditionNames: ["import", "node", "default", "types"],
		},
	},
};
