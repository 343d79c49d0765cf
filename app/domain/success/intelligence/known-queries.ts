import { sql } from "kysely";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import {
	type AccountIntelligence,
	type ContractShown,
	readIntelligence,
	type StakeholderShown,
} from "./intelligence-queries.ts";
import { type MapPerson, withPeopleOfMap } from "./people-of-map.ts";

/** What the newest contract that was read says, as far as it was found. */
export type ReadContract = {
	artifactId: string;
	title: string;
	endsOn: string | null;
	/** Such as "60 days". */
	notice: string | null;
	lastNoticeOn: string | null;
	renewsByItself: boolean | null;
};

/** All that is known of an account: its own figures, with what was made of it since. */
export type AccountKnown = AccountIntelligence & {
	readContract: ReadContract | null;
	/** How the stakeholders that are contacts are reached. */
	reach: Reach[];
};

export type Reach = { contactId: string; phone: string | null; email: string | null };

type Value = { date?: string; count?: number | null; unit?: string; isAutomatic?: boolean };
type Term = { term: string; value: Value };
type Beside = {
	people: MapPerson[] | null;
	reach: Reach[];
	contract: { id: string; title: string; findings: Term[] } | null;
};

/**
 * An account's intelligence with the people of its newest stakeholder map among its stakeholders, and the newest contract
 * that was read among its contracts (SUCCESS-8): whoever answers, suggests or shows what is known reads both. One query. 404.
 */
export async function getKnown(ctx: Ctx, accountId: string): Promise<AccountKnown> {
	authorize(ctx, "success.view");
	const newest = (kind: string) => sql`
		from artifacts x join artifact_versions v on v.org_id = x.org_id and v.artifact_id = x.id and v.number = x.version
		where x.org_id = a.org_id and x.account_id = a.id and x.kind = ${kind} and x.deleted_at is null`;
	const { people, contract, ...account } = await readIntelligence<Beside>(
		ctx,
		accountId,
		sql`, (select v.content -> 'people' ${newest("stakeholder_map")} order by x.updated_at desc, x.id desc limit 1) as people,
			(select json_build_object('id', x.id, 'title', x.title, 'findings', v.content -> 'findings')
				${newest("contract_analysis")} and jsonb_array_length(v.content -> 'findings') > 0
				order by x.created_at desc, x.id desc limit 1) as contract,
			(select coalesce(json_agg(json_build_object('contactId', c.id, 'phone', c.phone, 'email', c.email)), '[]') from contacts c
				where c.org_id = a.org_id and c.deleted_at is null and c.id in (
					select s.contact_id from account_stakeholders s where s.org_id = a.org_id and s.account_id = a.id
					union select nullif(p ->> 'contactId', '')::uuid from (select v.content -> 'people' as people
						${newest("stakeholder_map")} order by x.updated_at desc, x.id desc limit 1) m
						cross join jsonb_array_elements(m.people) p)) as reach`,
	);
	const stakeholders: StakeholderShown[] = withPeopleOfMap(account.stakeholders, people ?? []);
	if (!contract) return { ...account, stakeholders, readContract: null };
	const read = readOf(contract);
	return { ...account, stakeholders, contracts: withRead(account, read), readContract: read };
}

function readOf({ id, title, findings }: NonNullable<Beside["contract"]>): ReadContract {
	const said = (term: string) => findings.find((one) => one.term === term)?.value;
	const notice = said("notice");
	return {
		...{ artifactId: id, title, endsOn: said("end")?.date ?? null },
		notice: notice?.count ? `${notice.count} ${notice.count === 1 ? notice.unit?.slice(0, -1) : notice.unit}` : null,
		...{ lastNoticeOn: said("last-notice")?.date ?? null, renewsByItself: said("renewal")?.isAutomatic ?? null },
	};
}

/** The contract that was read beside those that were noted; one that is noted with its title or end is there already. */
function withRead({ contracts, currency }: AccountIntelligence, read: ReadContract): ContractShown[] {
	const isThere = contracts.some(
		({ title, endsOn }) => title === read.title || (endsOn !== null && endsOn === read.endsOn),
	);
	if (isThere) return contracts;
	const { artifactId: id, title, endsOn } = read;
	const blank = { number: null, startsOn: null, valueCents: null, noticeDays: null, renewalTerms: "" };
	return [...contracts, { ...blank, id, title, endsOn, currency }];
}
