import { beforeAll, describe, expect, test } from "vitest";
import { house } from "#db/context.ts";
import { openTestHouse } from "#tests/support/house.ts";

// Read from the migrated database's own catalogue, so that a new table joins by itself.

const TENANT_TABLES = `
	select c.oid, c.relname as name, c.relrowsecurity as enabled, c.relforcerowsecurity as forced
	from pg_class c
	where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
		and (c.relname = 'organisations' or exists (
			select from pg_attribute a where a.attrelid = c.oid and a.attname = 'org_id' and not a.attisdropped))`;

/** Tables with an org_id that no organisation owns: a session's present organisation, the log of refusals. */
const OUTSIDE: Record<string, string> = {
	sessions: "belongs to a person; the system role alone reads it",
	security_events: "written outside organisations; read through a policy",
};

/** Unique across organisations, each for a reason; any other would tell that somebody else has the same. */
const SHARED: Record<string, string> = {
	shop_connections_id: "a webhook's URL names the connection alone; ids are not guessed",
	inbound_addresses_channel_address_key: "what is sent to an address reaches one organisation",
};

type Table = { oid: number; name: string; enabled: boolean; forced: boolean };
let tables: Table[] = [];
const query = <Row>(text: string) => house().database.owner.query<Row>(text);

beforeAll(async () => {
	await openTestHouse();
	tables = await query<Table>(TENANT_TABLES);
});

describe("every tenant table", () => {
	test("is known to this test at all", () => {
		expect(tables.length).toBeGreaterThan(30);
	});

	test("has forced row level security", () => {
		const open = tables.filter((table) => table.name !== "sessions" && !(table.enabled && table.forced));
		expect(open.map((table) => table.name)).toEqual([]);
	});

	test("binds the application role by USING and WITH CHECK to the bound organisation", async () => {
		const policies = await query<{ tablename: string; cmd: string; qual: string; with_check: string | null }>(
			"select tablename, cmd, qual, with_check from pg_policies where schemaname = 'public' and 'perigee_app' = any(roles)",
		);
		for (const { name } of tables) {
			if (name === "sessions") continue;
			const own = policies.filter((policy) => policy.tablename === name);
			expect(own, name).not.toEqual([]);
			const key = name === "organisations" ? "id" : "org_id";
			for (const policy of own) {
				expect(policy.qual, name).toBe(`(${key} = current_org())`);
				if (policy.cmd !== "SELECT") expect(policy.with_check, name).toBe(`(${key} = current_org())`);
			}
		}
	});

	test("has a primary key that begins with its organisation", async () => {
		const keys = await query<{ name: string; first: string }>(`
			select c.relname as name, a.attname as first from pg_constraint k
			join pg_class c on c.oid = k.conrelid
			join pg_attribute a on a.attrelid = c.oid and a.attnum = k.conkey[1]
			where k.contype = 'p' and c.relnamespace = 'public'::regnamespace`);
		for (const { name } of tables) {
			if (name === "organisations" || name in OUTSIDE) continue;
			expect(keys.find((key) => key.name === name)?.first, name).toBe("org_id");
		}
	});

	test("refers to other tenant tables by keys that hold the organisation on both sides", async () => {
		const foreign = await query<{ name: string; from: string; target: string; columns: string[]; refers: string[] }>(`
			select k.conname as name, c.relname as from, t.relname as target,
				(select array_agg(a.attname::text order by x.n) from unnest(k.conkey) with ordinality x (num, n)
					join pg_attribute a on a.attrelid = k.conrelid and a.attnum = x.num) as columns,
				(select array_agg(a.attname::text order by x.n) from unnest(k.confkey) with ordinality x (num, n)
					join pg_attribute a on a.attrelid = k.confrelid and a.attnum = x.num) as refers
			from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_class t on t.oid = k.confrelid
			where k.contype = 'f' and c.relnamespace = 'public'::regnamespace`);
		const names = new Set(tables.map((table) => table.name));
		const loose = foreign.filter(({ target, columns, refers }) => {
			if (!names.has(target) || target === "organisations") return false;
			const place = refers.indexOf("org_id");
			return place < 0 || columns[place] !== "org_id";
		});
		expect(loose).toEqual([]);
		expect(foreign.filter(({ target }) => names.has(target)).length).toBeGreaterThan(40);
	});

	test("has unique indexes that begin with the organisation, or hold what nobody can guess", async () => {
		const indexes = await query<{ table: string; name: string; columns: string[] }>(`
			select c.relname as table, i.relname as name,
				array(select a.attname::text from unnest(x.indkey) num join pg_attribute a on a.attrelid = c.oid and a.attnum = num) as columns
			from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class c on c.oid = x.indrelid
			where x.indisunique and c.relnamespace = 'public'::regnamespace`);
		const names = new Set(
			tables.map((table) => table.name).filter((name) => !(name in OUTSIDE) && name !== "organisations"),
		);
		const telling = indexes.filter(
			({ table, name, columns }) =>
				!(name in SHARED) && names.has(table) && columns[0] !== "org_id" && !/hash/.test(columns[0] ?? ""),
		);
		expect(telling).toEqual([]);
	});
});

describe("the application role", () => {
	test("bypasses nothing, owns nothing, makes nothing", async () => {
		const roles = await query<{ rolname: string }>(
			"select rolname from pg_roles where rolname like 'perigee\\_%' and (rolbypassrls or rolsuper or rolcreaterole or rolcanlogin)",
		);
		expect(roles).toEqual([]);
		const owned = await query(
			"select relname from pg_class where relowner in ('perigee_app'::regrole, 'perigee_guest'::regrole)",
		);
		expect(owned).toEqual([]);
		const mayMake = await query<{ app: boolean; guest: boolean }>(
			"select has_schema_privilege('perigee_app', 'public', 'create') as app, has_schema_privilege('perigee_guest', 'public', 'create') as guest",
		);
		expect(mayMake).toEqual([{ app: false, guest: false }]);
	});

	test("AUDIT-2 may add to the audit log and change or remove nothing of it", async () => {
		const rights = await query<{ right: string }>(
			"select privilege_type as right from information_schema.role_table_grants where table_name = 'events' and grantee = 'perigee_app'",
		);
		expect(rights.map((row) => row.right).sort()).toEqual(["INSERT", "SELECT"]);
	});

	test("touches people, sessions and tokens not at all", async () => {
		const rights = await query(`
			select table_name from information_schema.role_table_grants
			where grantee = 'perigee_app' and table_name in ('users', 'sessions', 'identity_tokens', 'rate_limits')`);
		expect(rights).toEqual([]);
	});

	test("a session without a role has no rights on any table", async () => {
		const rights = await query(
			"select table_name from information_schema.role_table_grants where grantee in ('perigee_guest', 'PUBLIC') and table_schema = 'public'",
		);
		expect(rights).toEqual([]);
	});
});

describe("what runs with other rights than the caller's", () => {
	test("has a fixed search path and is not open to everybody", async () => {
		const functions = await query<{ name: string; config: string[] | null; open: boolean }>(`
			select p.proname as name, p.proconfig as config, has_function_privilege('public', p.oid, 'execute') as open
			from pg_proc p where p.prosecdef and p.pronamespace = 'public'::regnamespace`);
		expect(functions.length).toBeGreaterThan(4);
		for (const { name, config, open } of functions) {
			expect(
				config?.some((setting) => setting.startsWith("search_path=")),
				name,
			).toBe(true);
			expect(open, name).toBe(false);
		}
	});

	test("there are no views, which would read with their owner's rights", async () => {
		const views = await query(`
			select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('v', 'm')
				and not exists (select from pg_depend d where d.objid = pg_class.oid and d.deptype = 'e')
				and not coalesce(reloptions @> array['security_invoker=true'], false)`);
		expect(views).toEqual([]);
	});
});
