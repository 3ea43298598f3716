CREATE OR REPLACE FUNCTION @.is_owner() RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT pg_has_role(session_user, (SELECT relowner FROM pg_class WHERE oid = '@.entry'::regclass), 'MEMBER')
$$;

CREATE OR REPLACE FUNCTION @.kept_before(written xid) RETURNS boolean LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN n.off > 1000000000 OR n.top + n.off < pg_snapshot_xmin(pg_current_snapshot())::text::bigint THEN true
            ELSE pg_xact_status((n.top + n.off)::text::xid8) = 'committed' END -- and not by this transaction, nor within it
        FROM (SELECT t.top, ((written::text::bigint - t.top + 2147483648) & 4294967295) - 2147483648 AS off
            FROM (SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS top) t) n
$$;

CREATE OR REPLACE FUNCTION @.role_of(who text) RETURNS text LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN n.until::text = '' OR n.until::text >= to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD')
            THEN n.role::text END
        FROM (SELECT w.role, w.until FROM @.worker w
            WHERE w.login::text = who AND @.kept_before(w.xmin) AND NOT EXISTS (
                SELECT 1 FROM @.undone u WHERE u.entry = w.entry AND @.kept_before(u.xmin))
            ORDER BY w.number DESC LIMIT 1) n
$$;

CREATE OR REPLACE FUNCTION @.mine() RETURNS SETOF integer LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT e.id FROM @.entry e
        WHERE e.id > (SELECT max(x.id) FROM @.entry x) - 100 AND e.xmin = pg_current_xact_id()::xid
$$;

CREATE OR REPLACE FUNCTION @.signed_in() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    named text := to_jsonb(NEW) ->> TG_ARGV[0];
    other text := coalesce(to_jsonb(NEW) ->> 'decided_by', '');
BEGIN
    IF @.is_owner() THEN
        RETURN NEW;
    END IF;
    IF NEW.signed_in::text <> session_user::text THEN
        RAISE insufficient_privilege USING MESSAGE = TG_TABLE_NAME || ' says that another login signed in';
    END IF;
    IF lower(named) <> lower(session_user::text) AND EXISTS (
        SELECT 1 FROM @.worker w WHERE lower(w.login::text) = lower(session_user::text)) THEN
        RAISE insufficient_privilege USING MESSAGE = TG_TABLE_NAME || ' is written in the name of another';
    END IF;
    IF TG_TABLE_NAME <> 'entry' THEN
        RETURN NEW;
    END IF;
    LOCK TABLE @.about IN SHARE ROW EXCLUSIVE MODE; -- whoever keeps others waiting is seen to have the turn
    IF @.role_of(named) IS NULL THEN
        RAISE insufficient_privilege USING MESSAGE = named || ' does not work here and records nothing';
    END IF;
    IF other <> '' AND @.role_of(other) IS NULL THEN
        RAISE insufficient_privilege USING MESSAGE = other || ' (no role) may not decide: nobody of that login works here';
    END IF;
    IF @.is_ahead(NEW.recorded_at::text) AND split_part(NEW.command::text, ' ', 1) <> ALL (TG_ARGV[1:]) THEN
        RAISE insufficient_privilege USING
            MESSAGE = 'an entry of ' || NEW.recorded_at || ' is more than ten minutes ahead of the clock of the server';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION @.is_ahead(moment text) RETURNS boolean LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp SET "TimeZone" = 'UTC' SET "DateStyle" = 'ISO, YMD' AS $$
    SELECT NOT EXISTS (SELECT 1 FROM @.about a WHERE a.key::text = 'practice' AND a.value::text = 'yes')
        AND CASE WHEN moment ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}' THEN moment::timestamptz > now() + interval '10 minutes'
        ELSE moment <> '' END
$$;

CREATE OR REPLACE FUNCTION @.may_write() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    number integer;
    made record;
BEGIN
    IF @.is_owner() THEN
        RETURN NEW;
    END IF;
    IF TG_TABLE_NAME = 'undone' THEN
        number := NEW.by_entry;
    ELSIF TG_TABLE_NAME = 'episode_child' THEN
        number := (SELECT o.entry FROM @.episode o WHERE o.ref = NEW.episode);
    ELSE
        number := NEW.entry;
    END IF;
    IF EXISTS (SELECT 1 FROM @.seal s WHERE s.entry = number) THEN
        RAISE insufficient_privilege USING MESSAGE = 'entry ' || number || ' is sealed and takes no more';
    END IF;
    SELECT e.recorded_at::text AS at, e.command::text AS command INTO made FROM @.entry e
        WHERE e.id = number AND e.xmin = pg_current_xact_id()::xid AND e.signed_in::text = session_user::text;
    IF NOT FOUND THEN
        RAISE insufficient_privilege USING MESSAGE = 'entry ' || coalesce(number, 0)
            || ' is not of this transaction and takes no more';
    END IF;
    IF (TG_TABLE_NAME IN ('undone', 'choice', 'worker', 'group_member')
            OR (TG_TABLE_NAME = 'fact' AND to_jsonb(NEW) ->> 'kind' <> ALL (TG_ARGV))) AND @.is_ahead(made.at) THEN
        RAISE insufficient_privilege USING
            MESSAGE = 'an entry of ' || made.at || ' is more than ten minutes ahead of the clock of the server';
    END IF;
    IF TG_TABLE_NAME = 'episode' THEN
        IF NEW.closed_on::text <> '' OR NEW.end_reason::text <> '' THEN
            RAISE insufficient_privilege USING MESSAGE = 'an episode is closed by a fact, and by no heading';
        END IF;
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION @.is_day(told text, first text, last text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN told ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' AND to_char(told::date, 'YYYY-MM-DD') = told AND told BETWEEN first AND last;
EXCEPTION WHEN others THEN
    RETURN false;
END $$;

CREATE OR REPLACE FUNCTION @.may_tell() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET "DateStyle" = 'ISO, YMD' AS $$
DECLARE
    asked jsonb := TG_ARGV[0]::jsonb; -- the kinds with what their details are, and the years that the calendar knows
    shape jsonb := asked -> 'kinds' -> NEW.kind::text;
    latest text := to_char((now() + interval '10 minutes') AT TIME ZONE 'Europe/London', 'YYYY-MM-DD');
    told jsonb;
    wrong text;
BEGIN
    IF @.is_owner() THEN
        RETURN NEW;
    END IF;
    IF shape IS NULL THEN
        RAISE insufficient_privilege USING MESSAGE = 'nothing of the kind ' || NEW.kind || ' happens in an episode';
    END IF;
    IF NOT @.is_day(NEW.happened_on::text, asked ->> 'first', asked ->> 'last') THEN
        RAISE insufficient_privilege USING MESSAGE = 'it is told of ' || NEW.happened_on || ', which is no day of the years whose'
            || ' bank holidays are known';
    END IF;
    IF NEW.happened_at::text !~ '^(([01][0-9]|2[0-3]):[0-5][0-9])?$' THEN
        RAISE insufficient_privilege USING MESSAGE = 'it is told of ' || NEW.happened_at || ', which is no time of day';
    END IF;
    BEGIN
        told := NEW.details::jsonb;
    EXCEPTION WHEN others THEN
        told := NULL;
    END;
    IF coalesce(jsonb_typeof(told), '') <> 'object' THEN
        RAISE insufficient_privilege USING MESSAGE = 'what is told of a ' || NEW.kind || ' cannot be read';
    END IF;
    SELECT d.key INTO wrong FROM jsonb_each(told) d JOIN jsonb_each(shape) s ON s.key = d.key WHERE NOT coalesce(CASE s.value #>> '{}'
        WHEN 'day' THEN jsonb_typeof(d.value) = 'string' AND (d.value #>> '{}' = ''
            OR @.is_day(d.value #>> '{}', asked ->> 'first', asked ->> 'last'))
        WHEN 'names' THEN jsonb_typeof(d.value) = 'array' AND NOT EXISTS (
            SELECT 1 FROM jsonb_path_query(d.value, 'lax $[*]') e WHERE jsonb_typeof(e) <> 'string')
        WHEN 'numbers' THEN jsonb_typeof(d.value) = 'array' AND NOT EXISTS (
            SELECT 1 FROM jsonb_path_query(d.value, 'lax $[*]') e WHERE jsonb_typeof(e) <> 'number')
        WHEN 'yes' THEN jsonb_typeof(d.value) = 'boolean'
        WHEN 'M' THEN @.was_given(d.value, 'M')
        WHEN 'L' THEN @.was_given(d.value, 'L')
        WHEN 'N' THEN @.was_given(d.value, 'N')
        WHEN 'text' THEN jsonb_typeof(d.value) = 'string'
        ELSE s.value ? (d.value #>> '{}') END, false) LIMIT 1;
    IF wrong IS NULL AND EXISTS (SELECT 1 FROM jsonb_array_elements_text(coalesce(asked -> 'needs' -> NEW.kind::text, '[]')) n
            WHERE coalesce(told ->> n, '') = '') THEN
        wrong := 'what it is about';
    END IF;
    IF wrong IS NOT NULL THEN
        RAISE insufficient_privilege USING MESSAGE = 'what is told of a ' || NEW.kind || ' cannot be read: ' || wrong;
    END IF;
    IF (asked -> 'whenever') ? NEW.kind::text AND NEW.withdraws IS NULL THEN -- by the clock of the computer it is told at
        latest := greatest(latest, (SELECT left(e.recorded_at::text, 10) FROM @.entry e WHERE e.id = NEW.entry));
    END IF;
    IF NEW.happened_on::text > latest AND NOT EXISTS (
            SELECT 1 FROM @.about a WHERE a.key::text IN ('practice', 'replay') AND a.value::text = 'yes') THEN
        RAISE insufficient_privilege USING MESSAGE = 'it is told of ' || NEW.happened_on || ', which is to come';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION @.was_given(told jsonb, letter text) RETURNS boolean LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN told #>> '{}' = '' THEN true WHEN told #>> '{}' ~ ('^' || letter || '-[0-9]{4,9}$')
        THEN substr(told #>> '{}', 3)::bigint BETWEEN 1 AND coalesce(
        (SELECT c.last FROM @.counter c WHERE c.name::text = letter), 0) ELSE false END
$$;

CREATE OR REPLACE FUNCTION @.row_fits() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    told jsonb := to_jsonb(NEW);
    wrong text;
BEGIN
    IF @.is_owner() THEN
        RETURN NEW;
    END IF;
    SELECT d.name INTO wrong FROM unnest(TG_ARGV) d (name)
        WHERE told ->> d.name <> '' AND NOT @.is_day(told ->> d.name, '0001-01-01', '9999-12-31') LIMIT 1;
    IF wrong IS NOT NULL THEN
        RAISE insufficient_privilege USING MESSAGE = TG_TABLE_NAME || ' tells of ' || (told ->> wrong) || ', which is no day';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION @.choice_fits() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    what text := split_part(NEW.kind::text, ':', 1);
BEGIN
    IF @.is_owner() OR what NOT IN ('closed', 'adopted', 'band') THEN
        RETURN NEW;
    END IF;
    IF what IN ('closed', 'adopted') AND NOT @.is_day(NEW.name::text, '0001-01-01', '9999-12-31') THEN
        RAISE insufficient_privilege USING MESSAGE = 'a choice of ' || NEW.name || ', which is no day';
    END IF;
    IF what = 'band' AND NOT (TG_ARGV[0]::jsonb ? NEW.value::text OR NEW.value::text = '') OR what = 'adopted'
        AND NEW.value::text !~ '^[a-z0-9][a-z0-9_-]*(; running)?(; chosen [0-9]{4}-[0-9]{2}-[0-9]{2})?$' THEN
        RAISE insufficient_privilege USING MESSAGE = 'a choice that cannot be read: ' || NEW.value;
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION @.of_family() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF @.is_owner() OR EXISTS (SELECT 1 FROM @.member m WHERE m.family = NEW.family
        AND m.person IN (NEW.person, NEW.other)) THEN -- they may be of two families
        RETURN NEW;
    END IF;
    RAISE insufficient_privilege USING MESSAGE = NEW.family || ' is the family neither of ' || NEW.person || ' nor of ' || NEW.other;
END $$;

CREATE OR REPLACE FUNCTION @.in_turn() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT @.is_owner() THEN
        LOCK TABLE @.about IN SHARE ROW EXCLUSIVE MODE; -- whoever keeps others waiting is seen to have the turn
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION @.keeps_less(new jsonb, since text, until text) RETURNS boolean LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT (until = '' OR until >= today) AND (new ->> 'since' > today
            OR (new ->> 'until' <> '' AND (until = '' OR new ->> 'until' < until)))
        FROM to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD') today
$$;

CREATE OR REPLACE FUNCTION @.takes_off(what text, new jsonb) RETURNS boolean LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce((SELECT @.keeps_less(new, r.since, r.until) FROM (
        SELECT x.number, x.entry, x.since::text AS since, x.until::text AS until FROM @.restriction x
            WHERE what = 'restriction' AND (new ->> 'person', new ->> 'other')
                IN ((x.person::text, x.other::text), (x.other::text, x.person::text)) -- in whichever family
        UNION ALL SELECT y.number, y.entry, y.since::text, y.until::text FROM @.family_flag y
            WHERE what = 'family_flag' AND y.family::text = new ->> 'family') r
        WHERE NOT EXISTS (SELECT 1 FROM @.undone u WHERE u.entry = r.entry)
            AND r.entry < (new ->> 'entry')::int ORDER BY r.entry DESC, r.number DESC LIMIT 1), false)
$$;

CREATE OR REPLACE FUNCTION @.may_decide() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    asked jsonb := TG_ARGV[0]::jsonb; -- what is decided, which roles may, and what else there is to it
    may jsonb := asked -> 'may';
    told jsonb := to_jsonb(NEW);
    said jsonb;
    who text;
    as_role text;
BEGIN
    IF @.is_owner() THEN
        RETURN NEW;
    END IF;
    said := CASE WHEN TG_TABLE_NAME = 'fact' THEN (told ->> 'details')::jsonb ELSE told END;
    SELECT coalesce(nullif(e.decided_by::text, ''), e.recorded_by::text) INTO who FROM @.entry e WHERE e.id = NEW.entry;
    IF TG_TABLE_NAME = 'fact' AND told ->> 'withdraws' IS NOT NULL THEN
        IF EXISTS (SELECT 1 FROM @.fact f LEFT JOIN @.fact p ON p.id = f.withdraws AND p.kind::text = f.kind::text
            WHERE f.id = (told ->> 'withdraws')::int AND f.kind::text = told ->> 'kind' AND f.root = (told ->> 'root')::int
            AND f.episode::text = told ->> 'episode' AND said IN (f.details::jsonb, p.details::jsonb)) THEN
            RETURN NEW; -- the right day of what was decided, or the same again, as an undo leaves it
        END IF;
    END IF;
    IF asked ? 'second' THEN
        IF said ->> 'released_by' = (SELECT e.recorded_by::text FROM @.entry e WHERE e.id = NEW.entry) THEN
            RAISE insufficient_privilege USING MESSAGE = (said ->> 'released_by') || ' cannot be the second person too';
        END IF;
        who := said ->> 'released_by';
    END IF;
    as_role := @.role_of(who);
    IF TG_NAME = 'worker_may_appoint' AND @.role_of(told ->> 'login') = told ->> 'role' THEN
        RETURN NEW; -- the role is theirs already
    END IF;
    IF TG_TABLE_NAME = 'person_details' AND coalesce((SELECT d.safe_to_write FROM @.person_details d
        WHERE d.person::text = told ->> 'person' AND NOT EXISTS (SELECT 1 FROM @.undone u WHERE u.entry = d.entry)
        ORDER BY d.number DESC LIMIT 1), true) THEN
        RETURN NEW; -- it was safe before
    END IF;
    IF TG_TABLE_NAME IN ('restriction', 'family_flag') AND NOT @.takes_off(TG_TABLE_NAME, told) THEN
        RETURN NEW; -- anybody may keep two people apart
    END IF;
    IF asked ? 'begin' AND NOT EXISTS (SELECT 1 FROM @.worker w LEFT JOIN @.undone u ON u.entry = w.entry
        WHERE may ? w.role::text AND (u.entry IS NULL OR EXISTS (SELECT 1 FROM @.entry e WHERE e.id > w.entry
            AND e.id < u.by_entry AND w.login::text IN (e.recorded_by::text, e.decided_by::text)))) THEN
        RETURN NEW; -- somebody has to begin, and nobody who may ever worked here
    END IF;
    IF asked -> 'reasons' ? (said ->> 'reason') AND NOT asked -> 'reasons' -> (said ->> 'reason') ? as_role THEN
        may := '[]';
    END IF;
    IF may ? as_role OR (asked -> 'trained' ? as_role AND 'allocate' = (SELECT c.value::text FROM @.choice c
        WHERE c.kind::text = 'trained' AND c.name::text = who
        AND NOT EXISTS (SELECT 1 FROM @.undone u WHERE u.entry = c.entry) ORDER BY c.number DESC LIMIT 1)) THEN
        IF coalesce(said ->> 'decided_by', '') NOT IN ('', who) AND NOT asked ? 'second' THEN
            RAISE insufficient_privilege USING
                MESSAGE = 'it names ' || (said ->> 'decided_by') || ' as who decided, and its entry names ' || who;
        END IF;
        RETURN NEW;
    END IF;
    RAISE insufficient_privilege USING
        MESSAGE = coalesce(who, 'nobody') || ' (' || coalesce(as_role, 'no role') || ') may not ' || (asked ->> 'what');
END $$;

CREATE OR REPLACE FUNCTION @.may_leave() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF @.is_owner() OR NOT EXISTS (SELECT 1 FROM jsonb_array_elements(TG_ARGV[0]::jsonb) may
        WHERE may ? @.role_of(NEW.login::text) AND NOT (NEW.until::text = '' AND may ? NEW.role::text) AND NOT EXISTS (
            SELECT 1 FROM (SELECT DISTINCT ON (w.login) w.login, w.role, w.until FROM @.worker w
                WHERE NOT EXISTS (SELECT 1 FROM @.undone u WHERE u.entry = w.entry) ORDER BY w.login, w.number DESC) o
            WHERE o.login::text <> NEW.login::text AND o.until::text = '' AND may ? o.role::text)) THEN
        RETURN NEW;
    END IF;
    RAISE insufficient_privilege USING
        MESSAGE = NEW.login || ' is the last here who may add or appoint workers, so somebody else is named first';
END $$;

CREATE OR REPLACE FUNCTION @.may_undo() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    asked jsonb := TG_ARGV[0]::jsonb; -- the tables with their keys, and which roles may end or give back what
    teller text := (SELECT e.recorded_by::text FROM @.entry e WHERE e.id = NEW.entry);
    who text;
    resting integer;
    wanted text;
BEGIN
    IF @.is_owner() THEN
        RETURN NEW;
    END IF;
    SELECT coalesce(nullif(e.decided_by::text, ''), e.recorded_by::text) INTO who FROM @.entry e
        WHERE e.id = NEW.by_entry AND e.recorded_by::text = teller;
    IF NOT FOUND OR NEW.entry <= 1 THEN
        RAISE insufficient_privilege USING MESSAGE = 'only who recorded an entry may undo it';
    END IF;
    IF EXISTS (SELECT 1 FROM @.entry e WHERE e.recorded_by::text = teller AND e.id > NEW.entry AND e.id < NEW.by_entry
            AND e.command::text <> ALL (ARRAY(SELECT jsonb_array_elements_text(asked -> 'besides')))
            AND NOT EXISTS (SELECT 1 FROM @.undone u WHERE u.entry = e.id)) THEN
        RAISE insufficient_privilege USING MESSAGE = 'entry ' || NEW.entry || ' is not the last that ' || teller || ' recorded';
    END IF;
    resting := @.rests_on(NEW.entry, NEW.by_entry, asked -> 'tables', asked -> 'alone');
    IF resting IS NOT NULL THEN
        RAISE insufficient_privilege USING MESSAGE = 'entry ' || resting || ' rests on entry ' || NEW.entry;
    END IF;
    IF @.keeps_safe(NEW.entry) AND NOT (asked -> 'release') ? coalesce(@.role_of(who), '') THEN
        RAISE insufficient_privilege USING MESSAGE =
            who || ' (' || coalesce(@.role_of(who), 'no role') || ') may not release a letter, and so end what keeps somebody safe';
    END IF;
    wanted := @.right_to_give_back(NEW.entry, asked -> 'deciding');
    IF wanted <> '' AND NOT (asked -> wanted) ? coalesce(@.role_of(who), '') AND EXISTS (
            SELECT 1 FROM @.worker w WHERE (asked -> wanted) ? @.role_of(w.login::text)) THEN
        RAISE insufficient_privilege USING MESSAGE =
            who || ' (' || coalesce(@.role_of(who), 'no role') || ') may not give somebody a role or a group back';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION @.keeps_safe(told integer) RETURNS boolean LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM @.restriction r WHERE r.entry = told AND (r.until::text = '' OR r.until::text >= n.today)
            AND NOT @.takes_off('restriction', to_jsonb(r)))
        OR EXISTS (SELECT 1 FROM @.family_flag r WHERE r.entry = told AND (r.until::text = '' OR r.until::text >= n.today)
            AND NOT @.takes_off('family_flag', to_jsonb(r)))
        FROM (SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS today) n
$$;

CREATE OR REPLACE FUNCTION @.right_to_give_back(told integer, deciding jsonb) RETURNS text LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN EXISTS (SELECT 1 FROM @.group_member g WHERE g.entry = told AND g.until::text <> '') THEN 'appoint'
        ELSE coalesce((SELECT min(CASE WHEN deciding ? b.role::text THEN 'appoint' ELSE 'staff' END)
            FROM @.worker w JOIN @.worker b ON b.login::text = w.login::text AND b.entry < told
            WHERE w.entry = told AND (b.role::text <> w.role::text OR w.until::text <> '')
            AND NOT EXISTS (SELECT 1 FROM @.undone u WHERE u.entry = b.entry)), '') END
$$;

CREATE OR REPLACE FUNCTION @.rests_on(told integer, undoing integer, tables jsonb, alone jsonb) RETURNS integer
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    made text[] := ARRAY(SELECT d.value FROM @.fact f, jsonb_each_text(f.details::jsonb) d
        WHERE f.entry = told AND d.key IN ('meeting', 'letter', 'note'));
    each record;
    firsts text[];
    found integer;
BEGIN
    FOR each IN SELECT t.key AS name, t.value ->> 'makes' AS makes FROM jsonb_each(tables) t WHERE t.value ->> 'makes' <> '' LOOP
        EXECUTE format('SELECT array_agg(r.%1$I::text) FROM @.%2$I r WHERE r.entry = $1
            AND NOT EXISTS (SELECT 1 FROM @.%2$I b WHERE b.%1$I = r.%1$I AND b.entry < $1)', each.makes, each.name)
            INTO firsts USING told;
        made := made || coalesce(firsts, '{}');
    END LOOP;
    SELECT f.entry INTO found FROM @.fact f WHERE f.entry > told AND f.entry < undoing AND f.kind::text <> 'withdrawn'
        AND (f.withdraws IN (SELECT o.id FROM @.fact o WHERE o.entry = told)
            OR (NOT alone ? f.kind::text AND f.episode::text IN (SELECT o.episode::text FROM @.fact o WHERE o.entry = told
                UNION SELECT o.ref::text FROM @.episode o WHERE o.entry = told))
            OR EXISTS (SELECT 1 FROM unnest(made) m WHERE f.episode::text = m OR position('"' || m || '"' IN f.details::text) > 0))
        AND NOT EXISTS (SELECT 1 FROM @.undone u WHERE u.entry = f.entry OR u.by_entry = f.entry)
        AND NOT EXISTS (SELECT 1 FROM @.fact s JOIN @.fact w ON w.withdraws = s.id
            WHERE s.root = f.root AND w.kind::text = 'withdrawn' AND w.entry < undoing)
        ORDER BY f.entry LIMIT 1;
    IF FOUND THEN
        RETURN found;
    END IF;
    FOR each IN SELECT t.key AS name, (SELECT string_agg(format('r.%1$I::text = o.%1$I::text', k), ' AND ')
            FROM jsonb_array_elements_text(t.value -> 'key') k) AS same FROM jsonb_each(tables) t LOOP
        EXECUTE format('SELECT r.entry FROM @.%1$I r WHERE r.entry > $1 AND r.entry < $2
            AND NOT EXISTS (SELECT 1 FROM @.undone u WHERE u.entry = r.entry)
            AND (EXISTS (SELECT 1 FROM @.%1$I o WHERE o.entry = $1 AND %2$s) OR EXISTS (SELECT 1 FROM jsonb_each_text(to_jsonb(r)) v
                WHERE v.key NOT IN (''entry'', ''number'') AND regexp_split_to_array(v.value, E''\n'') && $3))
            ORDER BY r.entry LIMIT 1', each.name, each.same) INTO found USING told, undoing, made;
        IF found IS NOT NULL THEN
            RETURN found;
        END IF;
    END LOOP;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION @.taken_back() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF @.is_owner() OR EXISTS (SELECT 1 FROM @.fact o WHERE o.id = NEW.withdraws AND (o.kind::text IN ('letter-posted', 'letter-written')
            OR (o.kind::text = 'form-recorded' AND o.details::jsonb ->> 'stage' = 'listed')
            OR EXISTS (SELECT 1 FROM @.undone u JOIN @.fact f ON f.entry = u.entry
                WHERE u.by_entry = NEW.entry AND (f.root = o.root OR f.id = o.root)))) THEN
        RETURN NULL;
    END IF;
    RAISE insufficient_privilege USING MESSAGE = 'what was told is taken back by undoing its entry whole';
END $$;

CREATE OR REPLACE FUNCTION @.may_take_back() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    old record;
    who record;
BEGIN
    IF @.is_owner() THEN
        RETURN NEW;
    END IF;
    SELECT f.kind::text AS kind, f.episode::text AS episode, f.details::jsonb AS details, f.root, f.entry, e.recorded_by::text AS teller,
            b.kind::text AS before, r.kind::text AS first, x.recorded_by::text AS first_teller,
            EXISTS (SELECT 1 FROM @.undone u WHERE u.by_entry = f.entry) AS by_undoing
        INTO old FROM @.fact f JOIN @.entry e ON e.id = f.entry LEFT JOIN @.fact b ON b.id = f.withdraws
        LEFT JOIN @.fact r ON r.id = f.root LEFT JOIN @.entry x ON x.id = r.entry WHERE f.id = NEW.withdraws;
    SELECT e.recorded_by::text AS teller, coalesce(nullif(e.decided_by::text, ''), e.recorded_by::text) AS decided
        INTO who FROM @.entry e WHERE e.id = NEW.entry;
    IF old.episode IS DISTINCT FROM NEW.episode::text THEN
        RAISE insufficient_privilege USING MESSAGE = 'a fact takes the place of another of its own episode alone';
    END IF;
    IF NEW.kind::text = old.kind AND NEW.kind::text <> 'withdrawn' THEN
        RETURN NEW; -- a correction
    END IF;
    IF NEW.kind::text NOT IN ('withdrawn', coalesce(old.before, 'withdrawn')) THEN
        RAISE insufficient_privilege USING MESSAGE = 'a fact takes the place of another of its own kind alone';
    END IF;
    IF old.teller = who.teller OR (old.by_undoing AND old.first_teller = who.teller)
        OR (old.kind = 'form-recorded' AND old.details ->> 'stage' = 'listed') -- off the agenda
        OR (old.kind = 'letter-written' AND NOT EXISTS (SELECT 1 FROM @.stands_of(old.episode, 'letter-posted') s
            WHERE s.details ->> 'letter' = old.details ->> 'letter')) -- out of the tray
        OR (old.kind = 'letter-posted' AND TG_ARGV[0]::jsonb ? @.role_of(who.decided)) THEN
        RETURN NEW;
    END IF;
    RAISE insufficient_privilege USING MESSAGE = 'only who recorded a fact may take it back';
END $$;

CREATE OR REPLACE FUNCTION @.told_of(whose text) RETURNS boolean LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM @.about a WHERE a.key::text = 'worklist' AND a.value::text = 'to be worked out again')
        OR EXISTS (SELECT 1 FROM @.fact f WHERE f.entry IN (SELECT @.mine()) AND f.episode::text = whose)
        OR EXISTS (SELECT 1 FROM @.undone u WHERE u.by_entry IN (SELECT @.mine()))
        OR EXISTS (SELECT 1 FROM @.choice c WHERE c.entry IN (SELECT @.mine()))
        OR EXISTS (SELECT 1 FROM @.episode e JOIN @.member m ON m.family::text = e.family::text
            WHERE e.ref::text = whose AND (m.entry IN (SELECT @.mine()) OR EXISTS (SELECT 1 FROM @.person_details d
                WHERE d.person::text = m.person::text AND d.entry IN (SELECT @.mine()))))
$$;

CREATE OR REPLACE FUNCTION @.refuse_untold(whose text) RETURNS void LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT @.told_of(whose) THEN
        RAISE insufficient_privilege USING MESSAGE = 'nothing is told of ' || whose || ' here, so what follows from it stays';
    END IF;
END $$;

CREATE OR REPLACE FUNCTION @.give_out(kind text, given integer) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    LOCK TABLE @.about IN SHARE ROW EXCLUSIVE MODE;
    UPDATE @.counter c SET last = given WHERE c.name::text = kind AND c.last = given - 1;
    IF NOT FOUND THEN
        IF given <> 1 OR EXISTS (SELECT 1 FROM @.counter c WHERE c.name::text = kind) THEN
            RAISE insufficient_privilege USING MESSAGE = 'the next number of ' || kind || ' is not ' || given;
        END IF;
        INSERT INTO @.counter (name, last) VALUES (kind, given);
    END IF;
END $$;

CREATE OR REPLACE FUNCTION @.number_used() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ref text := NEW.name || '-' || lpad(NEW.last::text, greatest(4, length(NEW.last::text)), '0');
    used boolean;
BEGIN
    IF @.is_owner() THEN
        RETURN NULL;
    END IF;
    used := CASE NEW.name::text
        WHEN 'entry' THEN EXISTS (SELECT 1 FROM @.entry x WHERE x.id = NEW.last)
        WHEN 'fact' THEN EXISTS (SELECT 1 FROM @.fact x WHERE x.id = NEW.last)
        WHEN 'M' THEN EXISTS (SELECT 1 FROM @.fact x
            WHERE x.entry IN (SELECT @.mine()) AND position('"' || ref || '"' IN x.details::text) > 0)
    END;
    IF used IS NULL AND TG_ARGV[0]::jsonb ? NEW.name::text THEN
        EXECUTE format('SELECT EXISTS (SELECT 1 FROM @.%I x WHERE x.ref = $1)', TG_ARGV[0]::jsonb ->> NEW.name::text)
            INTO used USING ref;
    ELSIF used IS NULL AND TG_ARGV[1]::jsonb ? NEW.name::text THEN
        EXECUTE format('SELECT EXISTS (SELECT 1 FROM @.%I x WHERE x.number = $1)', NEW.name) INTO used USING NEW.last;
    END IF;
    IF used IS NOT TRUE THEN
        RAISE insufficient_privilege USING MESSAGE = 'number ' || NEW.last || ' of ' || NEW.name || ' was given out to nothing';
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION @.number_given() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    told jsonb := to_jsonb(NEW) -> TG_ARGV[1];
    number bigint := CASE WHEN jsonb_typeof(told) = 'number' THEN (told #>> '{}')::bigint
        WHEN told #>> '{}' ~ ('^' || TG_ARGV[0] || '-([0-9]{4}|[1-9][0-9]{4,8})$') THEN substr(told #>> '{}', 3)::bigint END;
BEGIN
    IF @.is_owner() OR number BETWEEN 1 AND (SELECT c.last FROM @.counter c WHERE c.name::text = TG_ARGV[0]) THEN
        RETURN NULL;
    END IF;
    RAISE insufficient_privilege USING MESSAGE = TG_TABLE_NAME || ' ' || (told #>> '{}') || ' was never given out';
END $$;

CREATE OR REPLACE FUNCTION @.entry_sealed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF @.is_owner() OR EXISTS (SELECT 1 FROM @.seal s JOIN @.seal b ON b.entry = s.entry - 1
        WHERE s.entry = NEW.id AND s.covers::text = 'rows' AND s.previous::text = b.hash::text) THEN
        RETURN NULL;
    END IF;
    RAISE insufficient_privilege USING MESSAGE = 'entry ' || NEW.id || ' has no seal that follows the one before';
END $$;

CREATE OR REPLACE FUNCTION @.look_given() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF @.is_owner() OR NEW.number = 1 OR EXISTS (SELECT 1 FROM @.looked l WHERE l.number = NEW.number - 1) THEN
        RETURN NULL;
    END IF;
    RAISE insufficient_privilege USING MESSAGE = 'the number of a reading is one more than the last';
END $$;

CREATE OR REPLACE FUNCTION @.set_heading(whose text, in_team text, with_worker text, closed text, because text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    old record;
BEGIN
    SELECT e.team::text AS team, e.worker::text AS worker INTO old FROM @.episode e WHERE e.ref::text = whose;
    IF NOT EXISTS (SELECT 1 FROM @.stands_of(whose, 'episode-closed') s HAVING CASE WHEN closed = '' THEN count(*) = 0
        AND because = '' ELSE bool_or(s.day = closed AND coalesce(s.details ->> 'reason', '') = because) END) THEN
        RAISE insufficient_privilege USING MESSAGE = 'the facts of ' || whose || ' do not say that it closed so';
    END IF;
    IF NOT (with_worker IN ('', old.worker) AND with_worker = '' AND NOT EXISTS (SELECT 1
            FROM @.stands_of(whose, 'allocated') s WHERE coalesce(s.details ->> 'role', '') <> 'co-worker')
        OR EXISTS (SELECT 1 FROM @.stands_of(whose, 'allocated') s WHERE s.details ->> 'worker' = with_worker)) THEN
        RAISE insufficient_privilege USING MESSAGE = 'the facts of ' || whose || ' do not name that worker';
    END IF;
    IF in_team <> old.team AND NOT EXISTS (SELECT 1
        FROM @.stands_of(whose, 'allocated', 'arrived-in-tray', 'episode-opened') s WHERE s.details ->> 'team' = in_team) THEN
        RAISE insufficient_privilege USING MESSAGE = 'the facts of ' || whose || ' do not name that team';
    END IF;
    UPDATE @.episode e SET team = in_team, worker = with_worker, closed_on = closed, end_reason = because
        WHERE e.ref::text = whose;
END $$;

CREATE OR REPLACE FUNCTION @.set_meetings(whose text, told text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM @.refuse_untold(whose);
    DELETE FROM @.meeting m WHERE m.episode::text = whose;
    INSERT INTO @.meeting SELECT r.* FROM json_populate_recordset(NULL::@.meeting, told::json) r;
    IF EXISTS (SELECT 1 FROM json_populate_recordset(NULL::@.meeting, told::json) r WHERE r.episode::text <> whose)
        OR EXISTS (SELECT 1 FROM @.episode e JOIN @.undone u ON u.entry = e.entry WHERE e.ref::text = whose) AND told <> '[]'
    THEN
        RAISE insufficient_privilege USING MESSAGE = 'these are no meetings of ' || whose;
    END IF;
    IF EXISTS (SELECT 1 FROM (SELECT DISTINCT s.details ->> 'meeting' AS ref FROM @.stands_of(whose,
            'taf-scheduled', 'taf-held', 'taf-not-held', 'invited', 'minutes-reached') s) f
        FULL JOIN (SELECT m.ref::text AS ref, m.status::text AS status, m.planned_on::text AS day FROM @.meeting m
            WHERE m.episode::text = whose) m ON m.ref = f.ref
        WHERE m.ref IS NULL OR f.ref IS NULL
        OR (m.status = 'held') <> EXISTS (SELECT 1 FROM @.stands_of(whose, 'taf-held') s WHERE s.details ->> 'meeting' = m.ref)
        OR m.day <> '' AND NOT EXISTS (SELECT 1 FROM @.stands_of(whose, 'taf-scheduled') s
            WHERE s.details ->> 'meeting' = m.ref AND s.details ->> 'planned_on' = m.day)) THEN
        RAISE insufficient_privilege USING MESSAGE = 'the facts of ' || whose || ' tell of other meetings';
    END IF;
END $$;

CREATE OR REPLACE FUNCTION @.stands_of(whose text, VARIADIC kinds text[])
RETURNS TABLE (day text, details jsonb) LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT f.happened_on::text, f.details::jsonb FROM @.fact f WHERE f.episode::text = whose
        AND f.kind::text = ANY (kinds) AND NOT EXISTS (SELECT 1 FROM @.fact w WHERE w.withdraws = f.id)
$$;

CREATE OR REPLACE FUNCTION @.set_worklist(whose text, told text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM @.refuse_untold(whose);
    IF EXISTS (SELECT 1 FROM json_populate_recordset(NULL::@.worklist, told::json) r WHERE r.episode::text <> whose
        OR NOT EXISTS (SELECT 1 FROM @.task t WHERE t.ref = r.task AND t.episode = r.episode)
        OR NOT EXISTS (SELECT 1 FROM @.episode e WHERE e.ref = r.episode AND e.family = r.family)) THEN
        RAISE insufficient_privilege USING MESSAGE = 'these are no tasks of ' || whose;
    END IF;
    DELETE FROM @.worklist w WHERE w.episode::text = whose;
    INSERT INTO @.worklist SELECT r.* FROM json_populate_recordset(NULL::@.worklist, told::json) r;
END $$;

CREATE OR REPLACE FUNCTION @.set_bands(whose text, of_duty text, told text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM @.refuse_untold('the bands of ' || whose);
    UPDATE @.worklist w SET band = r.band FROM json_populate_recordset(NULL::@.worklist, told::json) r
        WHERE w.task::text = r.task::text AND w.team::text = whose AND w.duty::text = of_duty;
END $$;

CREATE OR REPLACE FUNCTION @.empty_worklist() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM @.refuse_untold('the whole list');
    DELETE FROM @.worklist;
END $$;

CREATE OR REPLACE FUNCTION @.set_citations(told text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM @.refuse_untold('the citations');
    DELETE FROM @.pack_duty;
    INSERT INTO @.pack_duty SELECT r.* FROM json_populate_recordset(NULL::@.pack_duty, told::json) r;
END $$;

CREATE OR REPLACE FUNCTION @.forget_words(whose text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM @.refuse_untold(whose);
    DELETE FROM @.name_word n WHERE n.person::text = whose;
END $$;

CREATE OR REPLACE FUNCTION @.set_about(told text, to_say text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    known text[];
BEGIN
    IF told NOT IN ('worklist', 'procedures', 'aims', 'letters') THEN
        RAISE insufficient_privilege USING MESSAGE = 'only whoever owns the tables changes what the record says of itself';
    END IF;
    IF told IN ('aims', 'letters') THEN
        PERFORM @.refuse_untold('the citations');
    ELSIF told = 'procedures' THEN
        SELECT regexp_split_to_array(a.value::text, ' ') INTO known FROM @.about a WHERE a.key::text IN ('procedures', 'procedure')
            ORDER BY a.key::text DESC LIMIT 1;
        IF NOT regexp_split_to_array(to_say, ' ') @> known OR EXISTS (
            SELECT 1 FROM unnest(regexp_split_to_array(to_say, ' ')) each WHERE each <> ALL (known) AND NOT EXISTS (
                SELECT 1 FROM @.choice c WHERE c.kind::text LIKE 'adopted:%' AND split_part(c.value::text, '; ', 1) = each)) THEN
            RAISE insufficient_privilege USING MESSAGE = 'no team took up these procedures';
        END IF;
    END IF;
    DELETE FROM @.about a WHERE a.key::text = told;
    INSERT INTO @.about (key, value) VALUES (told, to_say);
END $$;

CREATE OR REPLACE FUNCTION @.take_turn() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    LOCK TABLE @.about IN SHARE ROW EXCLUSIVE MODE;
END $$;

CREATE OR REPLACE FUNCTION @.may_see(group_of text, everything text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
    SELECT @.is_owner() OR pg_has_role(session_user, 'eh_auditor', 'MEMBER') OR EXISTS (
        SELECT 1 FROM (SELECT w.login::text AS login FROM @.worker w
            WHERE lower(w.login::text) = lower(session_user::text) AND @.kept_before(w.xmin) ORDER BY w.number LIMIT 1) me
        WHERE everything::jsonb ? @.role_of(me.login) OR @.role_of(me.login) IS NOT NULL AND (
            SELECT g.until::text = '' OR g.until::text >= to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD')
            FROM @.group_member g WHERE g.slug::text = group_of AND g.login::text = me.login AND @.kept_before(g.xmin)
            AND NOT EXISTS (SELECT 1 FROM @.undone u WHERE u.entry = g.entry AND @.kept_before(u.xmin))
            ORDER BY g.number DESC LIMIT 1))
$$;

CREATE OR REPLACE FUNCTION @.mark_of(of_table text, held jsonb) RETURNS text LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT encode(sha256(convert_to('[' || to_json(of_table) || ', {' || string_agg(to_json(h.key) || ': '
            || CASE jsonb_typeof(h.value) WHEN 'boolean' THEN '1' ELSE h.value::text END, ', ' ORDER BY h.key COLLATE "C")
            || '}]', 'UTF8')), 'hex')
        FROM jsonb_each(held) h WHERE h.value NOT IN ('false', '""', '0', 'null')
$$;
