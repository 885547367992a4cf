-- always to today
WITH "t1" AS (
  SELECT
    "t0"."case",
    "t0"."case_id",
    "t0"."complaint_id",
    "t0"."unit_id",
    "t0"."lead_officer_id",
    "t0"."party_id",
    "t0"."cause",
    "t0"."first_filed_at" AS "by_at",
    "t0"."first_filed_day" AS "by_day",
    "t0"."fine",
    CASE
      WHEN "t0"."party_kind" = 'organisation'
      THEN CAST(100000.0000 AS DECIMAL(18, 4))
      ELSE CASE
        WHEN "t0"."party_kind" = 'citizen'
        THEN CAST(10000.0000 AS DECIMAL(18, 4))
        ELSE CAST(NULL AS DECIMAL(18, 4))
      END
    END AS "threshold"
  FROM "rows" AS "t0"
  WHERE
    "t0"."kind" IN ('penalty')
    AND "t0"."procedure" IN ('ordinary')
    AND "t0"."first_filed_at" IS NOT NULL
    AND "t0"."party_id" IS NOT NULL
    AND "t0"."cause" IS NOT NULL
    AND "t0"."fine" > 0
    AND "t0"."fine" < CASE
      WHEN "t0"."party_kind" = 'organisation'
      THEN CAST(100000.0000 AS DECIMAL(18, 4))
      ELSE CASE
        WHEN "t0"."party_kind" = 'citizen'
        THEN CAST(10000.0000 AS DECIMAL(18, 4))
        ELSE CAST(NULL AS DECIMAL(18, 4))
      END
    END
    AND TRUE
)
SELECT
  "t10"."unit_id",
  "t10"."lead_officer_id" AS "officer_id",
  "t10"."case_id",
  CAST(NULL AS TEXT) AS "complaint_id",
  "t10"."by_at" AS "occurred_at",
  CAST(NULL AS INT) AS "due_day",
  CAST("t10"."gap" AS DECIMAL(18, 4)) AS "measured",
  CAST(30 AS DECIMAL(18, 4)) AS "limit",
  'party_id+cause' AS "what",
  "t10"."before_at" AS "from_at",
  "t10"."by_at" AS "to_at",
  "t10"."before_id" AS "related",
  CAST("t10"."together" AS DECIMAL(18, 4)) AS "value"
FROM (
  SELECT
    "t9"."case",
    "t9"."case_id",
    "t9"."complaint_id",
    "t9"."unit_id",
    "t9"."lead_officer_id",
    "t9"."party_id",
    "t9"."cause",
    "t9"."by_at",
    "t9"."by_day",
    "t9"."fine",
    "t9"."threshold",
    "t9"."before_day",
    "t9"."before_at",
    "t9"."before_id",
    "t9"."gap",
    SUM("t9"."fine") OVER (
      PARTITION BY "t9"."party_id", "t9"."cause"
      ORDER BY "t9"."by_day" ASC
      RANGE BETWEEN 30 preceding AND CURRENT ROW
    ) AS "together"
  FROM (
    SELECT
      "t8"."case",
      "t8"."case_id",
      "t8"."complaint_id",
      "t8"."unit_id",
      "t8"."lead_officer_id",
      "t8"."party_id",
      "t8"."cause",
      "t8"."by_at",
      "t8"."by_day",
      "t8"."fine",
      "t8"."threshold",
      "t8"."before_day",
      "t8"."before_at",
      "t8"."before_id",
      "t8"."by_day" - "t8"."before_day" AS "gap"
    FROM (
      SELECT
        "t7"."case",
        "t7"."case_id",
        "t7"."complaint_id",
        "t7"."unit_id",
        "t7"."lead_officer_id",
        "t7"."party_id",
        "t7"."cause",
        "t7"."by_at",
        "t7"."by_day",
        "t7"."fine",
        "t7"."threshold",
        LAG("t7"."by_day") OVER (
          PARTITION BY "t7"."party_id", "t7"."cause"
          ORDER BY "t7"."by_at" ASC, "t7"."case" ASC
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) AS "before_day",
        LAG("t7"."by_at") OVER (
          PARTITION BY "t7"."party_id", "t7"."cause"
          ORDER BY "t7"."by_at" ASC, "t7"."case" ASC
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) AS "before_at",
        LAG("t7"."case_id") OVER (
          PARTITION BY "t7"."party_id", "t7"."cause"
          ORDER BY "t7"."by_at" ASC, "t7"."case" ASC
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) AS "before_id"
      FROM (
        SELECT
          "t3"."case",
          "t3"."case_id",
          "t3"."complaint_id",
          "t3"."unit_id",
          "t3"."lead_officer_id",
          "t3"."party_id",
          "t3"."cause",
          "t3"."by_at",
          "t3"."by_day",
          "t3"."fine",
          "t3"."threshold"
        FROM "t1" AS "t3"
        SEMI JOIN (
          SELECT
            *
          FROM (
            SELECT
              "t2"."party_id",
              "t2"."cause",
              COUNT(*) AS "cases_alike"
            FROM "t1" AS "t2"
            GROUP BY
              1,
              2
          ) AS "t4"
          WHERE
            "t4"."cases_alike" > 1
        ) AS "t6"
          ON "t3"."party_id" = "t6"."party_id" AND "t3"."cause" = "t6"."cause"
      ) AS "t7"
    ) AS "t8"
  ) AS "t9"
) AS "t10"
WHERE
  "t10"."together" >= "t10"."threshold" AND "t10"."gap" <= 30
