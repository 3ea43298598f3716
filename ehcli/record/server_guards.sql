CREATE OR REPLACE FUNCTION @.is_owner() RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT pg_has_role(session_user, (SELECT relowner FROM pg_class WHERE oid = '@.entry'::regclass), 'MEMBER')
$$;

CREATE OR REPLACE FUNCTION @.role_of(who text) RETURNS text LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN n.until::text = '' OR n.until::text >= to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD')
            THEN n.role::text END
        FROM (SELECT w.role, w.until FROM @.worker w
            WHERE w.login::text = who AND NOT EXISTS (SELECT 1 FROM @.undone u WHERE u.entry = w.entry)
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
            WHERE what = 'restriction' AND x.family::text = new ->> 'family' AND x.person::text = new ->> 'person'
            AND x.other::text = new ->> 'other'
        UNION ALL SELECT y.number, y.entry, y.since::text, y.until::text FROM @.family_flag y
            WHERE what = 'family_flag' AND y.family::text = new ->> 'family') r
        WHERE NOT EXISTS (SELECT 1 FROM @.undone u WHERE u.entry = r.entry) ORDER BY r.number DESC LIMIT 1), false)
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
    IF asked ? 'begin' AND NOT EXISTS (SELECT 1 FROM (SELECT DISTINCT w.login::text AS login FROM @.worker w) w
        WHERE may ? @.role_of(w.login)) THEN
        RETURN NEW; -- somebody has to begin
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

CREATE OR REPLACE FUNCTION @.may_undo() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF @.is_owner() OR (NEW.entry > 1 AND (SELECT e.recorded_by::text FROM @.entry e WHERE e.id = NEW.entry)
        = (SELECT e.recorded_by::text FROM @.entry e WHERE e.id = NEW.by_entry)) THEN
        RETURN NEW;
    END IF;
    RAISE insufficient_privilege USING MESSAGE = 'only who recorded an entry may undo it';
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
        WHEN told #>> '{}' ~ ('^' || TG_ARGV[0] || '-[0-9]{4,9}$') THEN substr(told #>> '{}', 3)::bigint END;
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
            WHERE lower(w.login::text) = lower(session_user::text) ORDER BY w.number LIMIT 1) me
        WHERE everything::jsonb ? @.role_of(me.login) OR @.role_of(me.login) IS NOT NULL AND (
            SELECT g.until::text = '' OR g.until::text >= to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD')
            FROM @.group_member g WHERE g.slug::text = group_of AND g.login::text = me.login
            AND NOT EXISTS (SELECT 1 FROM @.undone u WHERE u.entry = g.entry) ORDER BY g.number DESC LIMIT 1))
$$;

CREATE OR REPLACE FUNCTION @.mark_of(of_table text, held jsonb) RETURNS text LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT encode(sha256(convert_to('[' || to_json(of_table) || ', {' || string_agg(to_json(h.key) || ': '
            || CASE jsonb_typeof(h.value) WHEN 'boolean' THEN '1' ELSE h.value::text END, ', ' ORDER BY h.key COLLATE "C")
            || '}]', 'UTF8')), 'hex')
        FROM jsonb_each(held) h WHERE h.value NOT IN ('false', '""', '0', 'null')
$$;
