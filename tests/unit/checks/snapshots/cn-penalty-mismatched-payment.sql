-- 1996-10-01 to 2021-07-15
SELECT
  "t0"."unit_id",
  "t0"."lead_officer_id" AS "officer_id",
  "t0"."case_id",
  CAST(NULL AS TEXT) AS "complaint_id",
  "t0"."first_closed_at" AS "occurred_at",
  CAST(NULL AS INT) AS "due_day",
  COALESCE("t0"."paid", 0) AS "measured",
  CASE
    WHEN COALESCE("t0"."paid", 0) < "t0"."fine"
    THEN "t0"."fine"
    ELSE "t0"."fine" + "t0"."fine" + COALESCE("t0"."confiscated", 0)
  END AS "limit",
  CASE
    WHEN COALESCE("t0"."paid", 0) = 0
    THEN 'unpaid'
    WHEN COALESCE("t0"."paid", 0) < "t0"."fine"
    THEN 'underpaid'
    ELSE 'overpaid'
  END AS "what",
  "t0"."first_closed_at" AS "from_at",
  CAST(NULL AS BIGINT) AS "to_at",
  CAST(NULL AS TEXT) AS "related",
  CAST(NULL AS DECIMAL(18, 4)) AS "value"
FROM "rows" AS "t0"
WHERE
  "t0"."kind" IN ('penalty')
  AND "t0"."count_closed" > 0
  AND NOT (
    "t0"."count_instalments_approved" > 0
  )
  AND NOT (
    "t0"."count_revoked" > 0
  )
  AND NOT (
    "t0"."count_enforced" > 0
  )
  AND "t0"."first_closed_day" >= 9770
  AND "t0"."first_closed_day" < 18823
  AND "t0"."first_closed_at" IS NOT NULL
  AND "t0"."fine" > 0
  AND (
    (
      COALESCE("t0"."paid", 0) < "t0"."fine"
    )
    OR (
      COALESCE("t0"."paid", 0) > (
        "t0"."fine" + "t0"."fine" + COALESCE("t0"."confiscated", 0)
      )
    )
  )

-- 2021-07-15 to today
SELECT
  "t0"."unit_id",
  "t0"."lead_officer_id" AS "officer_id",
  "t0"."case_id",
  CAST(NULL AS TEXT) AS "complaint_id",
  "t0"."first_closed_at" AS "occurred_at",
  CAST(NULL AS INT) AS "due_day",
  COALESCE("t0"."paid", 0) AS "measured",
  CASE
    WHEN COALESCE("t0"."paid", 0) < "t0"."fine"
    THEN "t0"."fine"
    ELSE "t0"."fine" + "t0"."fine" + COALESCE("t0"."confiscated", 0)
  END AS "limit",
  CASE
    WHEN COALESCE("t0"."paid", 0) = 0
    THEN 'unpaid'
    WHEN COALESCE("t0"."paid", 0) < "t0"."fine"
    THEN 'underpaid'
    ELSE 'overpaid'
  END AS "what",
  "t0"."first_closed_at" AS "from_at",
  CAST(NULL AS BIGINT) AS "to_at",
  CAST(NULL AS TEXT) AS "related",
  CAST(NULL AS DECIMAL(18, 4)) AS "value"
FROM "rows" AS "t0"
WHERE
  "t0"."kind" IN ('penalty')
  AND "t0"."count_closed" > 0
  AND NOT (
    "t0"."count_instalments_approved" > 0
  )
  AND NOT (
    "t0"."count_revoked" > 0
  )
  AND NOT (
    "t0"."count_enforced" > 0
  )
  AND "t0"."first_closed_day" >= 18823
  AND "t0"."first_closed_at" IS NOT NULL
  AND "t0"."fine" > 0
  AND (
    (
      COALESCE("t0"."paid", 0) < "t0"."fine"
    )
    OR (
      COALESCE("t0"."paid", 0) > (
        "t0"."fine" + "t0"."fine" + COALESCE("t0"."confiscated", 0)
      )
    )
  )
