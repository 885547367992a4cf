-- 1996-10-01 to 2021-07-15
WITH "t1" AS (
  SELECT
    "t0"."case",
    "t0"."case_id",
    "t0"."complaint_id",
    "t0"."unit_id",
    "t0"."lead_officer_id",
    "t0"."party_id",
    "t0"."cause",
    "t0"."place_key",
    "t0"."first_decided_at" AS "by_at",
    "t0"."first_decided_day" AS "by_day"
  FROM "rows" AS "t0"
  WHERE
    "t0"."kind" IN ('penalty')
    AND NOT (
      "t0"."count_revoked" > 0
    )
    AND "t0"."first_decided_day" >= 9770
    AND "t0"."first_decided_day" < 18823
    AND "t0"."first_decided_at" IS NOT NULL
    AND "t0"."party_id" IS NOT NULL
    AND "t0"."cause" IS NOT NULL
    AND "t0"."place_key" IS NOT NULL
    AND "t0"."fine" > 0
    AND TRUE
)
SELECT
  "t8"."unit_id",
  "t8"."lead_officer_id" AS "officer_id",
  "t8"."case_id",
  CAST(NULL AS TEXT) AS "complaint_id",
  "t8"."by_at" AS "occurred_at",
  CAST(NULL AS INT) AS "due_day",
  CAST("t8"."by_day" - "t8"."before_day" AS DECIMAL(18, 4)) AS "measured",
  CAST(7 AS DECIMAL(18, 4)) AS "limit",
  'party_id+cause+place_key' AS "what",
  "t8"."before_at" AS "from_at",
  "t8"."by_at" AS "to_at",
  "t8"."before_id" AS "related",
  CAST(NULL AS DECIMAL(18, 4)) AS "value"
FROM (
  SELECT
    "t7"."case",
    "t7"."case_id",
    "t7"."complaint_id",
    "t7"."unit_id",
    "t7"."lead_officer_id",
    "t7"."party_id",
    "t7"."cause",
    "t7"."place_key",
    "t7"."by_at",
    "t7"."by_day",
    LAG("t7"."case_id") OVER (
      PARTITION BY "t7"."party_id", "t7"."cause", "t7"."place_key"
      ORDER BY "t7"."by_at" ASC, "t7"."case" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "before_id",
    LAG("t7"."by_at") OVER (
      PARTITION BY "t7"."party_id", "t7"."cause", "t7"."place_key"
      ORDER BY "t7"."by_at" ASC, "t7"."case" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "before_at",
    LAG("t7"."by_day") OVER (
      PARTITION BY "t7"."party_id", "t7"."cause", "t7"."place_key"
      ORDER BY "t7"."by_at" ASC, "t7"."case" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "before_day"
  FROM (
    SELECT
      "t3"."case",
      "t3"."case_id",
      "t3"."complaint_id",
      "t3"."unit_id",
      "t3"."lead_officer_id",
      "t3"."party_id",
      "t3"."cause",
      "t3"."place_key",
      "t3"."by_at",
      "t3"."by_day"
    FROM "t1" AS "t3"
    SEMI JOIN (
      SELECT
        *
      FROM (
        SELECT
          "t2"."party_id",
          "t2"."cause",
          "t2"."place_key",
          COUNT(*) AS "cases_alike"
        FROM "t1" AS "t2"
        GROUP BY
          1,
          2,
          3
      ) AS "t4"
      WHERE
        "t4"."cases_alike" > 1
    ) AS "t6"
      ON "t3"."party_id" = "t6"."party_id"
      AND "t3"."cause" = "t6"."cause"
      AND "t3"."place_key" = "t6"."place_key"
  ) AS "t7"
) AS "t8"
WHERE
  "t8"."before_id" IS NOT NULL AND (
    "t8"."by_day" - "t8"."before_day"
  ) <= 7

-- 2021-07-15 to today
WITH "t1" AS (
  SELECT
    "t0"."case",
    "t0"."case_id",
    "t0"."complaint_id",
    "t0"."unit_id",
    "t0"."lead_officer_id",
    "t0"."party_id",
    "t0"."cause",
    "t0"."place_key",
    "t0"."first_decided_at" AS "by_at",
    "t0"."first_decided_day" AS "by_day"
  FROM "rows" AS "t0"
  WHERE
    "t0"."kind" IN ('penalty')
    AND NOT (
      "t0"."count_revoked" > 0
    )
    AND "t0"."first_decided_day" >= 18823
    AND "t0"."first_decided_at" IS NOT NULL
    AND "t0"."party_id" IS NOT NULL
    AND "t0"."cause" IS NOT NULL
    AND "t0"."place_key" IS NOT NULL
    AND "t0"."fine" > 0
    AND TRUE
)
SELECT
  "t8"."unit_id",
  "t8"."lead_officer_id" AS "officer_id",
  "t8"."case_id",
  CAST(NULL AS TEXT) AS "complaint_id",
  "t8"."by_at" AS "occurred_at",
  CAST(NULL AS INT) AS "due_day",
  CAST("t8"."by_day" - "t8"."before_day" AS DECIMAL(18, 4)) AS "measured",
  CAST(7 AS DECIMAL(18, 4)) AS "limit",
  'party_id+cause+place_key' AS "what",
  "t8"."before_at" AS "from_at",
  "t8"."by_at" AS "to_at",
  "t8"."before_id" AS "related",
  CAST(NULL AS DECIMAL(18, 4)) AS "value"
FROM (
  SELECT
    "t7"."case",
    "t7"."case_id",
    "t7"."complaint_id",
    "t7"."unit_id",
    "t7"."lead_officer_id",
    "t7"."party_id",
    "t7"."cause",
    "t7"."place_key",
    "t7"."by_at",
    "t7"."by_day",
    LAG("t7"."case_id") OVER (
      PARTITION BY "t7"."party_id", "t7"."cause", "t7"."place_key"
      ORDER BY "t7"."by_at" ASC, "t7"."case" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "before_id",
    LAG("t7"."by_at") OVER (
      PARTITION BY "t7"."party_id", "t7"."cause", "t7"."place_key"
      ORDER BY "t7"."by_at" ASC, "t7"."case" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "before_at",
    LAG("t7"."by_day") OVER (
      PARTITION BY "t7"."party_id", "t7"."cause", "t7"."place_key"
      ORDER BY "t7"."by_at" ASC, "t7"."case" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "before_day"
  FROM (
    SELECT
      "t3"."case",
      "t3"."case_id",
      "t3"."complaint_id",
      "t3"."unit_id",
      "t3"."lead_officer_id",
      "t3"."party_id",
      "t3"."cause",
      "t3"."place_key",
      "t3"."by_at",
      "t3"."by_day"
    FROM "t1" AS "t3"
    SEMI JOIN (
      SELECT
        *
      FROM (
        SELECT
          "t2"."party_id",
          "t2"."cause",
          "t2"."place_key",
          COUNT(*) AS "cases_alike"
        FROM "t1" AS "t2"
        GROUP BY
          1,
          2,
          3
      ) AS "t4"
      WHERE
        "t4"."cases_alike" > 1
    ) AS "t6"
      ON "t3"."party_id" = "t6"."party_id"
      AND "t3"."cause" = "t6"."cause"
      AND "t3"."place_key" = "t6"."place_key"
  ) AS "t7"
) AS "t8"
WHERE
  "t8"."before_id" IS NOT NULL AND (
    "t8"."by_day" - "t8"."before_day"
  ) <= 7
