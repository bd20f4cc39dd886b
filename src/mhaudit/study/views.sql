-- What shares are counted from, beside the tables themselves.
CREATE VIEW audited AS SELECT * FROM apps WHERE status = 'audited' AND exchanges > 0;
CREATE VIEW with_profile AS SELECT * FROM audited WHERE profiled;
CREATE VIEW tested AS SELECT * FROM with_profile WHERE exercised_health;
CREATE VIEW contact_tested AS SELECT * FROM with_profile
  WHERE key IN (SELECT key FROM exercised WHERE seen AND category IN ('identity.email', 'identity.phone'));
CREATE VIEW chat_tested AS SELECT * FROM with_profile
  WHERE key IN (SELECT key FROM exercised WHERE seen AND category = 'chat.message');
CREATE VIEW disclosing AS SELECT * FROM with_profile
  WHERE noticed OR key IN (SELECT key FROM recipients WHERE declared);
-- Without an app profile the app's own servers can't be told from others: such apps are in none of these.
CREATE VIEW outside AS SELECT *, coalesce(parent, organisation, domain) AS company,
  declared OR named_in_notice IS true AS disclosed,
  list_has_any(roles, ['advertising', 'analytics', 'attribution', 'audience-measurement', 'data-broker', 'social',
    'session-replay']) AS tracking
  FROM recipients WHERE party = 'third' AND key IN (SELECT key FROM with_profile);
CREATE VIEW google AS SELECT * FROM outside WHERE parent ILIKE 'Alphabet%' OR organisation ILIKE 'Google%';
CREATE VIEW meta AS SELECT * FROM outside WHERE parent ILIKE 'Meta Platforms%' OR organisation ILIKE 'Meta Platforms%';
CREATE VIEW outside_facts AS SELECT f.*, o.company, o.disclosed, f.certainty IN ('proven', 'declared') AS sure
  FROM facts f JOIN outside o ON f.key = o.key AND f.host = o.host;
CREATE VIEW contact_facts AS SELECT * FROM outside_facts
  WHERE category IN ('identity.email', 'identity.phone') AND certainty = 'proven';
CREATE VIEW answers AS SELECT * FROM replies WHERE answer AND reply <> 'not-tested';
